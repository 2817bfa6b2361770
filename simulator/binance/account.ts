import type { Exchange } from "../exchange.ts";
import type { ApiKey } from "../keys.ts";
import { formatUnits } from "../units.ts";
import type { Parameters } from "./parameters.ts";

/** The answer to GET /api/v3/account. */
export function accountInformation(exchange: Exchange, key: ApiKey, parameters: Parameters): object {
  const omitZero = parameters.optional("omitZeroBalances") === "true";
  const account = exchange.accounts.get(key.accountId);
  const balances = (account?.assets() ?? [])
    .map((asset) => ({
      asset,
      free: formatUnits(account?.free(asset) ?? 0n),
      locked: formatUnits(account?.locked(asset) ?? 0n),
    }))
    .filter(({ free, locked }) => !omitZero || /[1-9]/.test(free + locked));
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: "0.00100000", taker: "0.00100000", buyer: "0.00000000", seller: "0.00000000" },
    canTrade: key.permissions.spotTrading,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: exchange.clock.now(),
    accountType: "SPOT",
    balances,
    permissions: ["SPOT"],
    uid: 354937868,
  };
}

/** The answer to GET /sapi/v1/account/apiRestrictions. */
export function apiRestrictions(key: ApiKey): object {
  const { permissions } = key;
  return {
    ipRestrict: key.allowedAddresses !== undefined,
    createTime: key.createdTimeMs,
    enableReading: permissions.reading,
    enableSpotAndMarginTrading: permissions.spotTrading,
    enableWithdrawals: permissions.withdrawals,
    enableInternalTransfer: permissions.internalTransfer,
    permitsUniversalTransfer: permissions.universalTransfer,
    enableMargin: permissions.margin,
    enableFutures: permissions.futures,
    enableVanillaOptions: permissions.options,
    enablePortfolioMarginTrading: permissions.portfolioMargin,
    ...key.furtherFlags,
  };
}
