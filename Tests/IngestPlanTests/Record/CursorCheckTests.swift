import BinanceUS
import EventLog
import Ingest
import TestKit
import Testing

@Suite("The check of the state that sync keeps")
struct CursorCheckTests {
  @Test(
    "kept by an earlier version it is not gone by, and verify finds nothing wrong with it",
    arguments: [1, 2, 3])
  func earlier(version: Int) throws {
    let archive = try ArchiveBuilder()
    try archive.record("/api/v3/myTrades", query: "fromId=0&limit=3&symbol=AB", "[]")
    func keep(_ text: String) throws {
      try archive.log.store(Cursor(watermark: 1, state: Array(text.utf8)), named: SyncState.cursorName)
    }
    try keep("sync-state\t\(version)\nthrough\t1\n")
    #expect(try CursorCheck.isTrue(of: archive.log))
    try keep("sync-state\t4\nthrough\t1\n")
    #expect(try !CursorCheck.isTrue(of: archive.log))
  }
}
