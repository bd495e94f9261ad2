import BinanceUS
import EventLog
import JSONView

/// Money that came or went without a trade, as an archived answer that no table reads tells it.
struct Movement: Hashable {
  let asset: String
  let amount: ExactAmount
  /// Milliseconds; nil where the answer does not tell.
  let time: Int64?
  /// What makes it one and the same in two answers.
  let mark: UInt64

  private init?(
    _ row: JSONValue, asset: String, amount: ExactAmount?, time: Int64?, isOutgoing: Bool = false
  ) {
    guard let amount else { return nil }
    self.asset = asset
    self.amount = isOutgoing ? -amount : amount
    self.time = time
    var hash = FieldHash()
    for field in ["id", "txId", "tranId", "transId", "orderId"] { hash.add(row[field]?.rawText ?? "") }
    for part in [asset, self.amount.text, "\(time ?? 0)"] { hash.add(part) }
    mark = hash.value
  }

  /// The endpoints whose rows are read.
  static let endpoints: Set<String> = [
    "/sapi/v1/capital/deposit/hisrec", "/sapi/v1/capital/withdraw/history",
    "/sapi/v1/fiatpayment/query/deposit/history", "/sapi/v1/fiatpayment/query/withdraw/history",
    "/sapi/v1/asset/assetDistributionHistory", "/sapi/v1/asset/query/dust-logs",
  ]

  /// The movements that an answer of one of the endpoints tells.
  /// Source of the fields: fact sheet of the API, section 1.8.
  static func all(in value: JSONValue, endpoint: String) -> [Movement] {
    ListPage.rows(of: value).flatMap { row -> [Movement?] in
      let amount = row["amount"]?.text.flatMap { ExactAmount($0) }
      switch endpoint {
      case "/sapi/v1/capital/deposit/hisrec":
        return [Movement(row, asset: row["coin"]?.text ?? "", amount: amount, time: row["insertTime"]?.int64)]
      case "/sapi/v1/capital/withdraw/history":
        let fee = row["transactionFee"]?.text.flatMap { ExactAmount($0) } ?? .zero
        return [
          Movement(
            row, asset: row["coin"]?.text ?? "", amount: amount.map { $0 + fee },
            time: row["applyTime"]?.text.flatMap { milliseconds($0) }, isOutgoing: true)
        ]
      case "/sapi/v1/asset/assetDistributionHistory":
        return [Movement(row, asset: row["asset"]?.text ?? "", amount: amount, time: row["divTime"]?.int64)]
      case "/sapi/v1/asset/query/dust-logs": return dust(row)
      default:
        return [
          Movement(
            row, asset: row["fiatCurrency"]?.text ?? "", amount: amount, time: nil,
            isOutgoing: endpoint.contains("/withdraw/"))
        ]
      }
    }.compactMap { $0 }
  }

  /// Dust turned into BNB.
  private static func dust(_ row: JSONValue) -> [Movement?] {
    let time = row["operateTime"]?.int64
    let details = row["userAssetDribbletDetails"]?.elements ?? []
    return details.map { detail in
      Movement(
        detail, asset: detail["fromAsset"]?.text ?? "",
        amount: detail["amount"]?.text.flatMap { ExactAmount($0) }, time: time, isOutgoing: true)
    } + [
      Movement(
        row, asset: "BNB", amount: row["totalTransferedAmount"]?.text.flatMap { ExactAmount($0) }, time: time)
    ]
  }

  /// `2025-10-02 12:46:49`, which is UTC.
  private static func milliseconds(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { return nil }
    return Timestamp(iso8601: "\(parts[0])T\(parts[1])Z").map { $0.microseconds / 1000 }
  }
}
