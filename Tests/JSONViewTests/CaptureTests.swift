import Foundation
import Testing

@testable import JSONView

/// Real responses of the exchange, which lie beside a checkout and not in it: in the folder that `BNUS_CAPTURES` names.
@Suite("Real captures")
struct CaptureTests {
  static let folder: String? = {
    let folder = ProcessInfo.processInfo.environment["BNUS_CAPTURES"]
    if folder == nil {
      print("skipped: tests of captured responses; BNUS_CAPTURES names a folder that holds some")
    }
    return folder
  }()

  static let tickerFields = [
    "symbol", "priceChange", "lastPrice", "bidQty", "openTime", "closeTime", "count",
  ]
  static let infoFields = ["symbol", "status", "baseAsset", "orderTypes", "filters", "permissions"]

  @Test(
    "every capture is seen as its plain twin sees it", .enabled(if: folder != nil),
    arguments: [
      ("ticker24hr.com.2019-08-23.json", .array, tickerFields, 542),
      ("ticker24hr.us.2022-11-21.derived.json", .array, tickerFields, 329),
      ("exchangeInfo.com.2018-09-01.json", .member("symbols"), infoFields, 389),
      ("exchangeInfo.com.2020-04-02.json", .member("symbols"), infoFields, 776),
      ("exchangeInfo.us.2021-04-17.json", .member("symbols"), infoFields, 109),
      ("exchangeInfo.us.2021-08-14.json", .member("symbols"), infoFields, 117),
      ("exchangeInfo.us.2026-09-04.one-symbol.json", .member("symbols"), infoFields, 1),
      ("account.com.2019.json", .member("balances"), ["asset", "free", "locked"], 170),
      ("capital_config_getall.com.2025-08-26.json", .array, ["coin", "freeze", "networkList"], 5),
    ] as [(String, RowScanner.Shape, [String], Int)])
  func capture(name: String, shape: RowScanner.Shape, fields: [String], records: Int) throws {
    let bytes = try read(name)
    var scanner = RowScanner(fields: fields, shape: shape)
    let document = try ScannedDocument(bytes, with: &scanner)
    #expect(document.rows.count == records)
    #expect(document.rows.allSatisfy { $0.kind == .object && $0.cells[0].kind == .string })
    let twin = try PlainRowScanner(fields: fields, shape: shape).scan(bytes)
    #expect(document == twin)
  }

  @Test("every capture that is JSON parses to a tree, and no other does", .enabled(if: folder != nil))
  func trees() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: #require(Self.folder))
    for name in names where name.hasSuffix(".json") {
      let value = try JSONValue.parse(read(name))
      #expect(value.kind == .object || value.kind == .array, "\(name)")
    }
    for name in names where name.hasSuffix(".html") {
      #expect(throws: JSONError.self) { try JSONValue.parse(read(name)) }
    }
  }

  private func read(_ name: String) throws -> [UInt8] {
    let folder = try #require(Self.folder)
    return [UInt8](try Data(contentsOf: URL(filePath: folder).appending(path: name)))
  }
}
