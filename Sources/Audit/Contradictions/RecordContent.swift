import JSONView

/// The content of a trade or an order, apart from how it is written: decimals as numbers, without the fields that the
/// API added or dropped.
enum RecordContent {
  static let tradeFields = [
    "price", "qty", "quoteQty", "commission", "commissionAsset", "time", "isBuyer", "isMaker", "isBestMatch",
    "orderListId",
  ]
  static let orderFields = [
    "clientOrderId", "price", "origQty", "executedQty", "cummulativeQuoteQty", "status", "timeInForce",
    "type",
    "side", "stopPrice", "icebergQty", "time", "updateTime", "origQuoteOrderQty",
  ]

  /// A hash of the fields that are there: equal for equal content.
  static func hash(_ record: JSONValue, _ fields: [String]) -> UInt64 {
    var hash = FieldHash()
    for field in fields {
      switch content(record, field) {
      case nil: hash.add("")
      case .text(let text): hash.add(text)
      case .amount(let amount): hash.add(amount)
      }
    }
    return hash.value
  }

  /// The fields that both have and that differ, with both values.
  static func differences(_ old: JSONValue, _ new: JSONValue, _ fields: [String]) -> [String] {
    fields.compactMap { field in
      guard let before = content(old, field), let after = content(new, field), before != after
      else { return nil }
      return "\(field) \(before), then \(after)"
    }
  }

  private enum Content: Equatable, CustomStringConvertible {
    case text(String)
    case amount(ExactAmount)

    var description: String {
      switch self {
      case .text(let text): text
      case .amount(let amount): amount.text
      }
    }
  }

  private static func content(_ record: JSONValue, _ field: String) -> Content? {
    guard let value = record[field], !value.isNull else { return nil }
    let text = value.text ?? value.rawText
    guard field != "clientOrderId", let amount = ExactAmount(text) else { return .text(text) }
    // The sums of very old orders were not kept, which the API reports as a negative number.
    if field == "cummulativeQuoteQty", amount < .zero { return nil }
    return .amount(amount)
  }
}

/// FNV-1a over texts and amounts.
struct FieldHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xFF)
  }

  mutating func add(_ amount: ExactAmount?) {
    guard let amount else { return add("") }
    withUnsafeBytes(of: amount) { bytes in
      for byte in bytes { add(byte) }
    }
    add(0xFE)
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
