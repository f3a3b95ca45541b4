/**
 * Codes that a terminal obeys (ECMA-48), taken out of text from outside.
 *
 * One pass, whatever the text is: each code is taken up to its end, or where it has none up to where it can be one no more.
 */

/** The text without codes. Control characters that begin none are left. O(length). */
export const withoutCodes = (text: string): string =>
  begins.test(text) ? text.replaceAll(codes, "") : text;

// oxlint-disable-next-line no-control-regex
const begins = /[\u001b\u0090\u0098\u009b\u009d-\u009f]/;
/** Control sequences (`CSI`); strings with what they say (`OSC`, `DCS`, `SOS`, `PM`, `APC`); all other escapes. */
const codes =
  // oxlint-disable-next-line no-control-regex
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u0018\u001a\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
