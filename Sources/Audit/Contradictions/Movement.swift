import BinanceUS
import EventLog
import EventModel
import JSONView

/// Money that came or went without a trade, as an archived response states it.
struct Movement: Hashable {
  let asset: String
  let amount: ExactAmount
  /// Milliseconds; nil where the response does not state it.
  let time: Int64?
  /// What identifies it in two responses.
  let mark: UInt64

  private init?(
    _ row: JSONValue, asset: String, amount: ExactAmount?, time: Int64?, isOutgoing: Bool = false
  ) {
    guard let amount else { return nil }
    self.asset = asset
    self.amount = isOutgoing ? -amount : amount
    self.time = time
    var hash = FieldHash()
    for field in ["id", "txId", "tranId", "transId", "orderId", "fromAsset"] {
      hash.add(row[field]?.rawText ?? "")
    }
    for part in [asset, self.amount.text, "\(time ?? 0)"] { hash.add(part) }
    mark = hash.value
  }

  /// The movements that a response states; nil where the endpoint's rows are not read.
  /// Source of the fields: docs/binance-us-api.md, section 1.8.
  static func all(in value: JSONValue, of endpoint: Endpoint) -> [Movement]? {
    let read: (JSONValue) -> [Movement?]
    switch endpoint {
    case .deposits: read = { [Movement($0, asset: $0["coin"], time: $0["insertTime"]?.int64)] }
    case .withdrawals: read = { [withdrawal($0)] }
    case .distributions: read = { [Movement($0, asset: $0["asset"], time: $0["divTime"]?.int64)] }
    case .dustLogs: read = dust
    case .fiatDeposits: read = { [Movement($0, asset: $0["fiatCurrency"], time: $0["createTime"]?.int64)] }
    case .fiatWithdrawals:
      read = { [Movement($0, asset: $0["fiatCurrency"], time: $0["createTime"]?.int64, isOutgoing: true)] }
    default: return nil
    }
    return ListPage.rows(of: value).flatMap(read).compactMap { $0 }
  }

  private static func withdrawal(_ row: JSONValue) -> Movement? {
    let fee = amount(row["transactionFee"]) ?? .zero
    return Movement(
      row, asset: row["coin"]?.text ?? "", amount: amount(row["amount"]).map { $0 + fee },
      time: ListPage.milliseconds(row["applyTime"]), isOutgoing: true)
  }

  /// Dust turned into another coin: what was given, and what came for it, net of the charge. Binance.com, whose
  /// spelling is read too, names no coin, for it is always BNB.
  private static func dust(_ row: JSONValue) -> [Movement?] {
    (row["userAssetDribbletDetails"]?.elements ?? []).flatMap { detail -> [Movement?] in
      let time = detail["operateTime"]?.int64 ?? row["operateTime"]?.int64
      let received = amount(detail["transferredAmount"] ?? detail["transferedAmount"])
      return [
        Movement(detail, asset: detail["fromAsset"], time: time, isOutgoing: true),
        Movement(detail, asset: detail["toAsset"]?.text ?? "BNB", amount: received, time: time),
      ]
    }
  }

  private init?(_ row: JSONValue, asset: JSONValue?, time: Int64?, isOutgoing: Bool = false) {
    self.init(
      row, asset: asset?.text ?? "", amount: Self.amount(row["amount"]), time: time, isOutgoing: isOutgoing)
  }

  /// An amount as text or as a number, with or without an exponent.
  private static func amount(_ value: JSONValue?) -> ExactAmount? {
    guard let text = value?.text ?? value?.numberText else { return nil }
    let plain = Array(text.utf8).withUnsafeBytes { ExactDecimal.plain($0) }
    return plain.flatMap { ExactAmount(String(decoding: $0, as: UTF8.self)) }
  }
}

/// Collects the deposits, withdrawals, distributions and dust conversions that archived responses report, each once.
struct MovementFold {
  private(set) var timed: TradeFlows
  private(set) var untimed: [(movement: Movement, sequence: UInt64)] = []
  private var seen: Set<UInt64> = []

  init(cuts: [AccountCut]) { timed = TradeFlows(cuts: cuts) }

  mutating func take(_ value: JSONValue, _ header: EventHeader) {
    let movements = Endpoint(path: header.endpoint).flatMap { Movement.all(in: value, of: $0) } ?? []
    for movement in movements where seen.insert(movement.mark).inserted {
      if let time = movement.time {
        timed.add(movement.amount, of: movement.asset, at: time)
      } else {
        untimed.append((movement, header.sequence))
      }
    }
  }
}
