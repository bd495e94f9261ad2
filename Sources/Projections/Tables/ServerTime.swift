import BinanceUS

/// `server_time`: the exchange's clock each time it was requested.
/// Source: docs/binance-us-api.md, section 1.1.
enum ServerTime {
  static func definition(_ version: SchemaVersion) -> TableDefinition {
    TableDefinition(
      TableSchema(
        name: "server_time",
        summary: "The exchange's clock when it was requested.",
        shape: .object,
        key: ["serverTime", "run_id"], nature: .snapshot(identity: ["serverTime"]),
        columns: [Column("serverTime", .time)]),
      since: .seed, reads: [.time])
  }
}
