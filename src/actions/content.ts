/**
 * The content of a file, replaced as a whole: it is written beside the file and renamed, so that nobody ever sees half of it.
 *
 * It travels by standard input alone: it stands in no argument and in no log.
 */
import type { StepScope } from "../model/step.ts";
import type { Clean } from "./possession.ts";

/** What is new gets this mode, whatever the umask is. */
const modeDefault = "0644";

/** Writes `content`; what `possession` leaves open stays as it is. */
export const writeContent = (
  scope: StepScope,
  path: string,
  content: string,
  { mode, owner, group }: Clean,
): Promise<string> =>
  scope.exec("sh", ["-ec", 'eval "$WRITE"', "sh", path, mode, owner, group, modeDefault], {
    stdin: content,
    env: { WRITE: write },
  });

const write = `
umask 077
path=$1 mode=$2 owner=$3 group=$4
new=$(mktemp "$(dirname "$path")/.madeus.XXXXXXXX")
trap 'rm -f "$new"' EXIT
cat > "$new"
if [ -f "$path" ] && [ ! -L "$path" ]; then
  : "\${mode:=$(stat -c %a "$path")}" "\${owner:=$(stat -c %u "$path")}" "\${group:=$(stat -c %g "$path")}"
fi
[ -z "$owner$group" ] || chown "$owner\${group:+:$group}" "$new"
chmod "\${mode:-$5}" "$new"
mv -fT "$new" "$path"`;
