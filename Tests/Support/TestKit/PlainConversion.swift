import Foundation
public import JSONView
public import Projections

/// How a JSON value becomes a cell, by the rules of the tables and nothing else: as it is, or of
/// another JSON type where that loses nothing.
public enum PlainConversion {
  /// The cell; nil where the value does not fit.
  public static func cell(_ value: JSONValue, as type: ColumnType) -> PlainCell? {
    switch type {
    case .text, .decimal: scalarText(value).map { .text($0) }
    case .integer: whole(value).map { .integer($0) }
    case .boolean: boolean(value)
    case .amount: amount(value)
    case .time: time(value)
    case .instant: instant(value)
    case .json: .text(value.rawText)
    }
  }

  /// A string's text, or a number as it is written.
  private static func scalarText(_ value: JSONValue) -> String? { value.text ?? value.numberText }

  private static func whole(_ value: JSONValue) -> Int64? {
    guard let text = scalarText(value), let number = Int64(text), "\(number)" == text else { return nil }
    return number
  }

  private static func boolean(_ value: JSONValue) -> PlainCell? {
    if let bool = value.bool { return .integer(bool ? 1 : 0) }
    switch scalarText(value) {
    case "1", "true": return .integer(1)
    case "0", "false": return .integer(0)
    default: return nil
    }
  }

  /// A number with an exponent has its point moved, one place at a time.
  private static func amount(_ value: JSONValue) -> PlainCell? {
    guard let number = scalarText(value) else { return nil }
    guard number.contains(/^-?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+$/) else { return .text(number) }
    let parts = number.lowercased().split(separator: "e")
    guard let power = Int64(parts[1].drop { $0 == "+" }), (-1000...1000).contains(power) else {
      return value.kind == .number ? nil : .text(number)
    }
    var sides = parts[0].drop { $0 == "-" }.split(separator: ".").map(String.init)
    if sides.count == 1 { sides.append("") }
    for _ in 0..<max(0, power) {
      sides[0] += sides[1].isEmpty ? "0" : String(sides[1].removeFirst())
    }
    for _ in 0..<max(0, 0 &- power) {
      sides[1] = String(sides[0].popLast() ?? "0") + sides[1]
    }
    let whole = String(sides[0].drop { $0 == "0" })
    let text = (whole.isEmpty ? "0" : whole) + (sides[1].isEmpty ? "" : "." + sides[1])
    let isNegative = number.hasPrefix("-") && text.contains { ("1"..."9").contains($0) }
    return .text((isNegative ? "-" : "") + text)
  }

  private static func instant(_ value: JSONValue) -> PlainCell? {
    if value.text == "" { return .null }
    if let number = whole(value) {
      if number == -1 { return .null }
      return iso8601((0..<100_000_000_000).contains(number) ? number &* 1000 : number).map { .text($0) }
    }
    guard let text = scalarText(value) else { return nil }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "yyyy-MM-dd HH:mm:ss"
    guard text.utf8.count == 19, let date = format.date(from: text) else { return nil }
    return iso8601(Int64(date.timeIntervalSince1970) &* 1000).map { .text($0) }
  }

  private static func time(_ value: JSONValue) -> PlainCell? {
    guard let milliseconds = whole(value) else { return nil }
    return milliseconds == -1 ? .null : iso8601(milliseconds).map { .text($0) }
  }

  /// The C library's calendar; nil beyond the years 1 to 9999.
  public static func iso8601(_ milliseconds: Int64) -> String? {
    let fraction = ((milliseconds % 1000) + 1000) % 1000
    var seconds = time_t((milliseconds - fraction) / 1000)
    var parts = tm()
    guard gmtime_r(&seconds, &parts) != nil, (1...9999).contains(parts.tm_year + 1900) else { return nil }
    func digits(_ value: Int32, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
    }
    return digits(parts.tm_year + 1900, 4) + "-" + digits(parts.tm_mon + 1, 2) + "-"
      + digits(parts.tm_mday, 2) + "T" + digits(parts.tm_hour, 2) + ":" + digits(parts.tm_min, 2) + ":"
      + digits(parts.tm_sec, 2) + "." + digits(Int32(fraction), 3) + "Z"
  }
}
