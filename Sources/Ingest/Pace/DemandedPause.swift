import BinanceUS
import EventModel

/// How long the exchange demands to be left alone, in a refusal for weight or a ban.
///
/// `Retry-After` counts, and the moment that a message names ("banned until"); the later of the two.
/// `Retry-After` is known to say 0. Source: docs/binance-us-api.md, section 3.
struct DemandedPause: Sendable {
  /// What `Retry-After` says; nil where there is none, or none that is a number of seconds.
  let retryAfterSeconds: Int64?
  /// The moment in the message.
  let bannedUntil: Timestamp?

  init(status: UInt16, headers: [HeaderField], body: [UInt8]) {
    retryAfterSeconds = headers.first(named: "retry-after").flatMap { Self.seconds($0) }
    bannedUntil =
      ErrorResponse(status: status, body: body).bannedUntil
      .map { Timestamp(milliseconds: $0) }
  }

  /// The moment from which requests may go again, at least `floor` from now.
  func end(from now: Timestamp, floor: Duration) -> Timestamp {
    let seconds = max(retryAfterSeconds ?? 0, 0)
    let end = max(now.adding(.seconds(seconds)), now.adding(floor), bannedUntil ?? now)
    return min(end, Timestamp.latest)
  }

  /// Digits alone; as many as no number holds mean the end of time.
  private static func seconds(_ text: String) -> Int64? {
    let digits = text.filter { $0 != " " && $0 != "\t" }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(digits) ?? .max
  }
}
