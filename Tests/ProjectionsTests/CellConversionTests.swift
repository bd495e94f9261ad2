import JSONView
import TestKit
import Testing

@testable import Projections

@Suite("Values as cells")
struct CellConversionTests {
  static let values = [
    "\"text\"", "\"\"", "\"a\\u0041\\n\"", "\"\\ud800\"", "\"123\"", "\"-1\"", "\"01\"", "\"true\"",
    "\"false\"", "\"1\"",
    "\"0\"", "\"1.50\"", "\"1795409624123\"", "\"\\u0031\"", "0", "1", "-1", "-0", "2", "1.0", "1.50", "1e3",
    "1E+2",
    "1795409624123", "9223372036854775807", "9223372036854775808", "253402300800000", "253402300799999",
    "-62135596800001", "1641806714", "99999999999", "100000000000", "\"2025-10-02 12:46:49\"",
    "\"2025-02-30 12:46:49\"",
    "1e-8", "\"1E-8\"", "\"1e\"", "\"free\"", "1e-9223372036854775808", "1e9223372036854775807", "1.5E+3",
    "-2.50e1", "0e0", "12e-1", "true", "false", "[]", "[1, 2]", "{}", "{\"a\" : \"b\"}",
  ]
  static let types: [ColumnType] = [.text, .decimal, .amount, .integer, .boolean, .time, .instant, .json]

  /// The cell of the only field of a record, nil where its record is refused.
  private func cell(_ value: String, _ type: ColumnType) throws -> PlainCell? {
    let bytes = Array("{\"field\":\(value)}".utf8)
    var scanner = RowScanner(fields: ["field"], shape: .object)
    var padded = PaddedBytes()
    bytes.withUnsafeBytes { padded.replace(copying: $0) }
    let arena = ByteArena()
    try scanner.begin(padded.unsafeBytes)
    _ = try scanner.next()
    let base = try #require(padded.unsafeBytes.baseAddress)
    guard let cell = CellConversion(bytes: base, arena: arena).cell(scanner.cells[0], as: type) else {
      return nil
    }
    switch cell.kind {
    case .null: return .null
    case .integer: return .integer(cell.payload)
    case .bodyText:
      return .text(
        Array(UnsafeRawBufferPointer(start: base + Int(clamping: cell.payload), count: Int(cell.length))))
    case .ownText:
      return .text(
        Array(
          UnsafeRawBufferPointer(start: arena.base + Int(clamping: cell.payload), count: Int(cell.length))))
    }
  }

  @Test(
    "every kind of value becomes, in every type of column, what the plain rules say", arguments: values, types
  )
  func plain(value: String, type: ColumnType) throws {
    let truth = PlainConversion.cell(try JSONValue.parse(Array(value.utf8)), as: type)
    #expect(try cell(value, type) == truth)
  }

  @Test(
    "what loses nothing is taken in another type",
    arguments: [
      ("\"123\"", .integer, .integer(123)), ("7", .text, .text("7")), ("1.50", .decimal, .text("1.50")),
      ("\"true\"", .boolean, .integer(1)), ("0", .boolean, .integer(0)), ("-1", .time, .null),
      ("\"1795409624123\"", .time, .text("2026-11-23T04:53:44.123Z")), ("[1, 2]", .json, .text("[1, 2]")),
      ("\"a\\u0041\\n\"", .text, .text("aA\n")), ("\"x\"", .json, .text("\"x\"")),
      ("1e-8", .amount, .text("0.00000001")), ("-1.50E+2", .amount, .text("-150")),
      ("2.50", .amount, .text("2.50")),
      ("1.50e1", .amount, .text("15.0")), ("\"1e-8\"", .amount, .text("0.00000001")),
      ("\"\"", .instant, .null),
      ("1641806714", .instant, .text("2022-01-10T09:25:14.000Z")), ("-1", .instant, .null),
      ("\"2025-10-02 12:46:49\"", .instant, .text("2025-10-02T12:46:49.000Z")),
      ("\"2025-10-02T12:46:49.5Z\"", .instant, .text("2025-10-02T12:46:49.500Z")),
    ] as [(String, ColumnType, PlainCell)])
  func taken(value: String, type: ColumnType, truth: PlainCell) throws {
    #expect(try cell(value, type) == truth)
  }

  @Test(
    "what would lose something is refused",
    arguments: [
      ("1.0", .integer), ("1e3", .integer), ("true", .integer), ("\"01\"", .integer), ("2", .boolean),
      ("[]", .text), ("{}", .decimal), ("true", .text), ("253402300800000", .time), ("1.0", .time),
      ("\"2025-02-30 12:46:49\"", .instant), ("\"yesterday\"", .instant), ("1e2000", .amount),
      ("[]", .instant),
    ] as [(String, ColumnType)])
  func refused(value: String, type: ColumnType) throws {
    #expect(try cell(value, type) == nil)
  }
}
