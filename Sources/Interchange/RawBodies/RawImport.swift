import BinanceUS
public import EventLog
import JSONView

/// Takes bodies that somebody saved (with curl, say) into an archive, as one run.
///
/// The run's id derives from what was given, so the same files with the same words add nothing
/// a second time. Bodies are kept byte for byte.
public struct RawImport {
  private let endpoint: Endpoint
  private let query: String
  private let observedAt: Timestamp

  /// - Parameters:
  ///   - endpoint: the path that was asked, for example `/api/v3/exchangeInfo`.
  ///   - query: the query that was asked, in any order.
  ///   - observedAt: when the answers were received.
  public init(
    endpoint path: String, query: String, observedAt: Timestamp
  ) throws(InterchangeError) {
    guard let endpoint = Endpoint(path: path) else { throw .unknownEndpoint(path) }
    self.endpoint = endpoint
    self.query = CanonicalQuery(query).text
    self.observedAt = observedAt
  }

  /// Imports the files, all or none, in one transaction.
  public func run(
    _ paths: [String], into log: EventLog
  ) throws -> (run: RunID, report: ImportReport) {
    let bodies = try paths.map { path in try body(path) }
    let run = try runID(of: bodies)
    let events = bodies.enumerated().map { ordinal, body in
      NewEvent(
        run: run, ordinal: UInt32(ordinal), kind: .response, endpoint: endpoint.path,
        method: "GET", host: "api.binance.us", path: endpoint.path, query: query, attempt: 1,
        observedAt: observedAt, status: 200, flags: .imported, body: body)
    }
    var report = ImportReport()
    report.add(try log.append(contentsOf: events))
    return (run, report)
  }

  private func body(_ path: String) throws(InterchangeError) -> [UInt8] {
    let bytes = try WholeFile.read(path)
    do {
      _ = try JSONValue.parse(bytes)
    } catch {
      let line = bytes.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1
      throw .part(path: path, part: "line \(line)", reason: "\(error)")
    }
    return bytes
  }

  /// The time that was given and a digest of all that was given.
  private func runID(of bodies: [[UInt8]]) throws(InterchangeError) -> RunID {
    var given = Array("\(endpoint.path)?\(query)\n\(observedAt.iso8601)\n".utf8)
    for body in bodies { given += Array(body.withUnsafeBytes(Digest.sha256).hex.utf8) }
    let digest = given.withUnsafeBytes(Digest.sha256).hex.prefix(12)
    let time = observedAt.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
    guard let run = RunID("\(time)Z-import-\(digest)") else {
      preconditionFailure("a time and hex digits make a run id")
    }
    return run
  }
}
