/** Recognises names under which people put secrets, so that they are refused wherever they stand in a settings file. */

/** Names, and ends of names (`binanceApiKey`), in lower case without separators. */
const SECRET_ENDINGS = [
  "apikey",
  "apisecret",
  "secret",
  "secretkey",
  "privatekey",
  "signingkey",
  "encryptionkey",
  "masterkey",
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "token",
  "credential",
  "credentials",
  "mnemonic",
  "seedphrase",
];

/** True for `api_key`, `API-SECRET`, `binanceApiKey`, `private_key` and the like; false for `key_id` or `max_tokens`. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
}

/** True for a text that is a private key whatever its name: PEM blocks say so themselves. */
export function isSecretText(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text);
}
