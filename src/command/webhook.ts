/**
 * Sends notices to a webhook: a POST with the notice as JSON.
 *
 * The certificate is always verified, whatever the environment says. Redirects are not followed: what is sent is for the address that was
 * given and no other. What may pass is tried again after a pause that grows.
 */
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import { DeliveryFault } from "./delivery-fault.ts";
import type { NoticeTarget } from "./notice-target.ts";
import { version } from "./version.ts";

export interface WebhookOptions {
  /** Of one try. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Between one try and the next. Default: from a second to eight. */
  readonly pausesMs?: readonly number[];
}

/** @throws DeliveryFault  that of the last try */
export const webhook =
  (
    url: URL,
    { timeoutMs = 10_000, pausesMs = [1000, 2000, 4000, 8000] }: WebhookOptions = {},
  ): NoticeTarget["deliver"] =>
  async (notice, signal) => {
    const body = `${JSON.stringify(notice)}\n`;
    for (const pauseMs of [...pausesMs, undefined])
      try {
        return await post(
          url,
          body,
          notice.id,
          AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        );
      } catch (error) {
        if (!(error instanceof DeliveryFault) || !error.isPassing || pauseMs === undefined)
          throw error;
        if (signal.aborted) throw error;
        const afterMs = Math.min(error.afterMs ?? pauseMs, pauseMsMax);
        await pause(afterMs, undefined, { signal }).catch(() => {
          throw error;
        });
      }
  };

/** A receiver may ask for more; the notices behind this one wait, too. */
const pauseMsMax = 30_000;

function post(url: URL, body: string, id: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": `madeus/${version}`,
    "idempotency-key": id,
  };
  const options = { method: "POST", headers, signal };
  const sent =
    url.protocol === "https:"
      ? requestHttps(url, { ...options, rejectUnauthorized: true })
      : requestHttp(url, options);
  sent.once("error", (error: NodeJS.ErrnoException) => reject(networkFault(error)));
  sent.once("response", (response) => {
    // What it answers is of no interest, and may be of any size.
    response.once("error", () => undefined);
    response.destroy();
    const { statusCode: status = 0, headers: answered } = response;
    if (status >= 200 && status < 300) resolve();
    else reject(statusFault(status, answered["retry-after"]));
  });
  sent.end(body);
  return promise;
}

function statusFault(status: number, retryAfter: string | undefined): DeliveryFault {
  const isPassing = status >= 500 || passing.has(status);
  const afterS = Number(retryAfter ?? Number.NaN);
  const redirects = status >= 300 && status < 400 ? ", which leads elsewhere" : "";
  return new DeliveryFault(
    `it answered ${status}${redirects}`,
    isPassing,
    afterS >= 0 ? afterS * 1000 : undefined,
  );
}
/** Too slow, too early, too many. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Messages of the system may hold the address; codes do not. */
function networkFault(error: NodeJS.ErrnoException): DeliveryFault {
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return new DeliveryFault("it did not answer in time", true);
  const { code = error.name } = error;
  const isOfTrust = /CERT|TLS|SSL|SIGNATURE/.test(code);
  return new DeliveryFault(isOfTrust ? `its certificate: ${code}` : code, !isOfTrust);
}
