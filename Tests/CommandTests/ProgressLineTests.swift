import Testing

@testable import bnus_replay

@Suite("The line of progress")
struct ProgressLineTests {
  @Test("shows the share and the time left where it is known how much there is")
  func share() {
    func text(_ done: UInt64, of total: UInt64) -> String {
      ProgressLine.text("replay", done: done, of: total, in: .seconds(30), "5 rows")
    }
    #expect(text(0, of: 40) == "replay: 0%, 5 rows")
    #expect(text(10, of: 40) == "replay: 25%, 5 rows, 1:30 left")
    #expect(text(40, of: 40) == "replay: 100%, 5 rows")
  }

  @Test("shows no share where it is not known how much there is")
  func unknown() {
    #expect(
      ProgressLine.text("diff", done: 0, of: 0, in: .seconds(30), "trade, 2 rows") == "diff: trade, 2 rows")
  }
}
