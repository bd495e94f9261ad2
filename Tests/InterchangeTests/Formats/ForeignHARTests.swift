import EventLog
import EventModel
import Interchange
import TestKit
import Testing

@Suite("A HAR file of somebody else")
struct ForeignHARTests {
  static let key = String(repeating: "K", count: 64)
  static let signature = String(repeating: "5", count: 64)

  private func entry(
    _ url: String, method: String = "GET", status: Int = 200, content: String = "\"text\":\"{}\"",
    time: String = "12.3456", key: String = key
  ) -> String {
    """
    {"startedDateTime":"2024-05-06T07:08:09.123+02:00","time":\(time),
     "request":{"method":"\(method)","url":"\(url)","httpVersion":"h2","headers":[
       {"name":":authority","value":"x"},{"name":"X-MBX-APIKEY","value":"\(key)"}]},
     "response":{"status":\(status),"httpVersion":"h2","headers":[
       {"name":":status","value":"200"},{"name":"content-type","value":"application/json"}],
       "content":{"size":2,"mimeType":"application/json",\(content)}}}
    """
  }

  private func har(_ entries: String...) -> String {
    "\u{FEFF}{\n  \"log\": {\"version\":\"1.2\",\"creator\":{\"name\":\"mitmproxy\"},\"entries\":[\(entries.joined(separator: ","))]}}"
  }

  private func take(_ text: String) throws -> (archive: ArchiveBuilder, report: ImportReport, file: String) {
    let archive = try ArchiveBuilder()
    let file = try archive.directory.write(text.utf8, to: "saved.har")
    return (archive, try EventsImport.run(file, into: archive.log), file)
  }

  @Test("its responses of the exchange become a run, everything else is counted")
  func run() throws {
    let (archive, report, file) = try take(
      har(
        entry("https://www.example.com/api/v3/time"),
        entry(
          "https://api.binance.us/api/v3/time",
          content: #""text":"eyJzZXJ2ZXJUaW1lIjoxfQ==","encoding":"base64""#),
        entry(
          "https://api.binance.us:443/api/v3/myTrades?symbol=BTCUSD&limit=5&timestamp=1&signature=\(Self.signature)&recvWindow=9"
        ),
        entry("https://api.binance.us/api/v3/order", method: "POST"),
        entry("https://api.binance.us/api/v3/depth?symbol=BTCUSD"),
        entry("https://api.binance.us/api/v3/time", status: 0),
        entry("https://api.binance.us/api/v3/time", content: "\"comment\":\"\"")))
    #expect(report.appended == 2)
    #expect(
      report.leftOut == [
        "entries of other hosts": 1, "entries with a method other than GET": 1,
        "entries of endpoints that the archive does not know": 1, "entries without a response": 1,
        "entries whose body was not recorded": 1,
      ])
    let headers = try archive.log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.header(of: 1), try snapshot.header(of: 2))
    }
    #expect(headers.0.run.text.hasPrefix("20240506T050809Z-har-"))
    #expect(headers.0.observedAt.iso8601 == "2024-05-06T05:08:09.135345Z")
    #expect(headers.0.durationMicroseconds == 12_345 && headers.0.httpVersion == .http2)
    #expect(headers.0.responseHeaders.map(\.name) == ["content-type"])
    #expect(headers.1.query == "limit=5&symbol=BTCUSD" && headers.1.flags == .imported)
    #expect(try EventsImport.run(file, into: archive.log).appended == 0)
  }

  @Test("a key or signature that a response echoes is overwritten")
  func secrets() throws {
    let (archive, _, _) = try take(
      har(
        entry(
          "https://api.binance.us/api/v3/account?signature=\(Self.signature)",
          content: "\"text\":\"bad \(Self.signature) and \(Self.key)\"")))
    let stars = String(repeating: "*", count: 64)
    var reader = BodyReader()
    let (header, body) = try archive.log.read { (snapshot: borrowing Snapshot) in
      (try snapshot.header(of: 1), Array(try reader.body(of: 1, in: snapshot).bytes))
    }
    #expect(String(decoding: body, as: UTF8.self) == "bad \(stars) and \(stars)")
    #expect(header.flags == [.imported, .secretOverwritten])
  }

  @Test(
    "anything but HAR is refused with its place",
    arguments: [
      ("{\"log\": {\"version\":\"1.2\"}}", "log: entries is missing"),
      ("{\"log\": {\"entries\":[{}]}}", "entry 1: request or response lacks"),
      ("{\"log\": {\"entries\":[\n{]}}", "line 2: "),
    ])
  func refused(text: String, words: String) throws {
    let archive = try ArchiveBuilder()
    let file = try archive.directory.write(text.utf8, to: "x.har")
    let error = #expect(throws: InterchangeError.self) { try EventsImport.run(file, into: archive.log) }
    #expect("\(String(describing: error))".isEmpty == false)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}
