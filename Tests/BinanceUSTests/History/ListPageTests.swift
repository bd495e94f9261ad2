import JSONView
import Testing

@testable import BinanceUS

@Suite("Windows of time")
struct ListPageTests {
  private func page(_ query: String, rows: Int, total: Int? = nil, body: UInt8 = 0) throws -> ListPage {
    let list = "[" + Array(repeating: #"{"insertTime":70}"#, count: rows).joined(separator: ",") + "]"
    let value = try JSONValue.parse(total.map { #"{"total":\#($0),"rows":\#(list)}"# } ?? list)
    return ListPage(CanonicalQuery(query), value, body: digest([body, UInt8(rows)]))
  }

  @Test(
    "are known where they were requested and received whole",
    arguments: [
      (["startTime=5&endTime=9&limit=3 2"], [5...9]), (["startTime=5&endTime=9&limit=3 3"], []),
      (["startTime=5&endTime=9&limit=3 0"], [5...9]),
      // Without a size only an empty page is the last.
      (["startTime=5&endTime=9 2"], []),
      (["startTime=5&endTime=9 2", "startTime=5&endTime=9&offset=2 0"], [5...9]),
      (["startTime=5&endTime=9 2/2"], [5...9]), (["startTime=5&endTime=9&limit=2 2/4"], []),
      // Every page before the last one must have come, of the same window.
      (["startTime=5&endTime=9&limit=3 3", "startTime=5&endTime=9&limit=3&offset=3 1"], [5...9]),
      (["startTime=5&endTime=9&limit=3&offset=3 1"], []),
      (["startTime=5&endTime=9&limit=3 3", "startTime=5&endTime=8&limit=3&offset=3 1"], []),
      (["startTime=5&endTime=9&limit=3 3", "startTime=5&endTime=9&limit=3&offset=6 1"], []),
      // The offset is not heeded: the same page again.
      (["startTime=5&endTime=9 2", "startTime=5&endTime=9&offset=2 2"], [5...9]),
      // A part of a window is not the window.
      (["startTime=5&endTime=9&coin=BTC 0"], []), (["endTime=9&limit=3 0"], []),
      (["startTime=9&endTime=5 0"], []),
      (["startTime=5&endTime=9&endTime=10 0"], []), (["startTime=x&endTime=9 0"], []),
      // Windows that touch are one, others are apart.
      (
        ["startTime=5&endTime=9 0", "startTime=9&endTime=12 0", "startTime=20&endTime=30 0"],
        [5...12, 20...30]
      ),
    ] as [([String], [ClosedRange<Int64>])])
  func known(pages: [String], known: [ClosedRange<Int64>]) throws {
    var state = WindowState()
    for text in pages {
      let parts = text.split(separator: " ")
      let numbers = parts[1].split(separator: "/").map { Int64($0).map { Int(clamping: $0) } ?? 0 }
      state.take(try page(String(parts[0]), rows: numbers[0], total: numbers.count > 1 ? numbers[1] : nil))
    }
    #expect(Array(state.known) == known)
    #expect(state.knownUntil(from: 5) == known.first?.upperBound)
    #expect(state.knownUntil(from: 4) == nil, "what lies before was never requested")
  }

  @Test("a page has the earliest moment of its rows, whatever its list is called")
  func oldest() throws {
    for body in [
      #"[{"insertTime":9},{"insertTime":4}]"#, #"{"total":2,"rows":[{"divTime":9},{"divTime":4}]}"#,
      #"[{"time":4},{"createTime":9},{"other":1}]"#,
    ] {
      let page = ListPage(CanonicalQuery(""), try JSONValue.parse(body), body: digest([]))
      #expect(page.oldest == 4)
    }
    #expect(try page("", rows: 0).oldest == nil)
  }
}
