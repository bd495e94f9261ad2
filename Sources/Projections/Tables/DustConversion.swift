import BinanceUS

/// `dust_conversion`: small balances turned into another coin, one row a coin given. `transferredAmount` is net of the
/// fee, which is in `toAsset`. Binance.com spells some of the names otherwise; either spelling is read.
/// Source of the fields: docs/binance-us-api.md, section 1.8.
enum DustConversion {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "dust_conversion",
        summary:
          "Every small balance that was turned into another coin. The account gives `amount` of `fromAsset` and gets `transferredAmount` of `toAsset`, which is net of `serviceChargeAmount`.",
        shape: .nested("userAssetDribbletDetails", in: "userDustConvertHistory"),
        key: ["tranId", "fromAsset", "run_id"],
        nature: .windowed(identity: ["tranId", "fromAsset"], time: "operateTime"),
        columns: [
          Column("tranId", .integer, from: .eitherField("tranId", "transId")), Column("fromAsset", .text),
          Column("toAsset", .text), Column("amount", .amount),
          Column("transferredAmount", .amount, from: .eitherField("transferredAmount", "transferedAmount")),
          Column("serviceChargeAmount", .amount),
          Column("operateTime", .instant, from: .inherited("operateTime")),
          Column(
            "totalTransferredAmount", .amount,
            from: .parent(["totalTransferredAmount", "totalTransferedAmount"])),
          Column("totalServiceChargeAmount", .amount, from: .parent(["totalServiceChargeAmount"])),
        ]),
      since: .movements, reads: [.dustLogs])
  }
}
