/** The commits of a project, as `history --json` tells them: newest first. */
import { type Line, type Project, lines } from "./project.ts";

export const commitsOf = async ({ madeus }: Project, more = ""): Promise<readonly Line[]> =>
  lines(await madeus(`history --json ${more}`)).filter(({ type }) => type === "commit");

export const messages = (commits: readonly Line[]): readonly unknown[] =>
  commits.map(({ message }) => message);

export const idOf = (commit: Line | undefined): string => String(commit?.["id"]);
