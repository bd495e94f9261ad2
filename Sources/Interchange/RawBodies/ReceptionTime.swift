import BinanceUS
import EventModel
import JSONView

/// Decides when a saved body was received: the time that was given, else the exchange's own in the
/// body, else the file's where that is wanted.
struct ReceptionTime {
  let endpoint: Endpoint
  let given: Timestamp?
  let usesFileTimes: Bool
  let latest: LatestTime

  func time(of body: JSONValue, in file: RawImport.File) throws(InterchangeError) -> Timestamp {
    if let given { return try admitted(given, "--at", file) }
    if let own = try Self.serverTime(of: body, at: endpoint, in: file) {
      return try admitted(own, "serverTime", file)
    }
    guard let modifiedAt = file.modifiedAt else {
      throw .noTime(
        path: file.name, hint: usesFileTimes ? "it has no file time either; give --at TIME" : "give --at TIME"
      )
    }
    guard usesFileTimes else {
      throw .noTime(
        path: file.name,
        hint: "give --at TIME, or --file-times to take the file's own (\(modifiedAt.iso8601))")
    }
    return try admitted(modifiedAt, "its file time", file)
  }

  /// The endpoints whose responses carry the exchange's clock.
  static let carriers: [Endpoint] = [.time, .exchangeInfo]

  /// The exchange's clock in a body of an endpoint whose responses carry it; nil where this one does not.
  static func serverTime(
    of body: JSONValue, at endpoint: Endpoint, in file: RawImport.File
  ) throws(InterchangeError) -> Timestamp? {
    guard carriers.contains(endpoint), let value = body["serverTime"], !value.isNull else {
      return nil
    }
    guard let milliseconds = value.int64, milliseconds > 0 else { throw noTime(file) }
    let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
    let time = Timestamp(microseconds: microseconds)
    guard !overflow, time < endOfTime else { throw noTime(file) }
    return time
  }

  /// The first moment whose year has more than four digits.
  private static let endOfTime = Timestamp(microseconds: 253_402_300_800_000_000)

  private static func noTime(_ file: RawImport.File) -> InterchangeError {
    .part(path: file.name, part: "serverTime", reason: "it is not a time in milliseconds; give --at TIME")
  }

  private func admitted(
    _ time: Timestamp, _ source: String, _ file: RawImport.File
  ) throws(InterchangeError) -> Timestamp {
    guard latest.admits(time) else {
      throw .part(
        path: file.name, part: source,
        reason: "\(latest.refusal(of: time)). Give the time at which it was received with --at")
    }
    return time
  }
}
