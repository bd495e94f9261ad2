import BinanceUS
import EventModel
import JSONView

/// Replaces the account's amounts, so that a slice can be shown to others.
///
/// Equal amounts become equal amounts, whatever their trailing zeros, and zero stays zero; the number of
/// digits is kept. Sums no longer add up, and a proof of the original event does not apply to this one:
/// it has another run id (ending in `-redacted`), the flag `redacted`, and neither salt nor place in a log.
/// Names, ids, times and prices stay.
public struct Redaction: Sendable {
  private let key: [UInt8]

  /// - Parameter key: what the replacements are drawn from; whoever has it can test a guess.
  public init(key: [UInt8]) { self.key = key }

  /// With a key that nobody keeps.
  public init() {
    var generator = SystemRandomNumberGenerator()
    self.init(key: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// The event with its amounts replaced; nil for what must not be exported: a response about the account without a
  /// list of fields that can be shown, and a response of an unknown endpoint.
  func apply(to header: EventHeader, body: [UInt8]) -> (EventHeader, [UInt8])? {
    var header = header
    let bytes: [UInt8]
    switch header.kind {
    // The run that it is about has another name in the slice, and the reason is private.
    case .annotation: return nil
    case .runStart: bytes = without(["key_fingerprint": "null"], body)
    case .runEnd: bytes = without(["remarks": "[]"], body)
    case .response, .failure:
      switch Endpoint(path: header.endpoint)?.exposure {
      case .public: bytes = body
      case .sensitive(.fields): bytes = redacted(body)
      case .sensitive(.everything), nil: return nil
      }
    }
    header.run = Self.renamed(header.run)
    header.flags.insert(.redacted)
    header.bodyBytes = UInt64(bytes.count)
    header.bodyDigest = bytes.withUnsafeBytes(Digest.sha256)
    return (header, bytes)
  }

  /// The body of a run's start or end without what identifies the account: the key's fingerprint, and remarks that name
  /// amounts.
  private func without(_ members: [String: String], _ body: [UInt8]) -> [UInt8] {
    var (output, done) = ([UInt8](), 0)
    do {
      for member in try JSONValue.parse(body).members ?? [] {
        guard let other = members[member.key] else { continue }
        output += body[done..<member.value.range.lowerBound] + other.utf8
        done = member.value.range.upperBound
      }
    } catch {
      // A body that is not JSON was not written by a run of this program: none of it is known to be harmless.
      return []
    }
    return output + body[done...]
  }

  private static func renamed(_ run: RunID) -> RunID {
    let end = "-redacted"
    guard let name = RunID(run.text.prefix(64 - end.utf8.count) + end) else {
      preconditionFailure("letters and a hyphen can end a run id")
    }
    return name
  }

  /// A body with its amounts replaced; one that is not JSON holds none.
  func redacted(_ body: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var done = 0
    do {
      visit(try JSONValue.parse(body)) { range in
        output += body[done..<range.lowerBound]
        output += replacement(of: body[range])
        done = range.upperBound
      }
    } catch {
      return body
    }
    return output + body[done...]
  }

  /// Calls `use` with the place of every amount, in the order of the bytes.
  private func visit(_ value: JSONValue, _ use: (Range<Int>) -> Void) {
    for element in value.elements ?? [] { visit(element, use) }
    for member in value.members ?? [] {
      if Endpoint.sensitiveFields.contains(member.key),
        member.value.kind.isString || member.value.kind == .number
      {
        use(member.value.range)
      } else {
        visit(member.value, use)
      }
    }
  }

  /// The same shape with other digits; all other characters stay.
  func replacement(of amount: ArraySlice<UInt8>) -> [UInt8] {
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    var text = Array(amount)
    let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
    let digits = text.indices.filter { isDigit(text[$0]) }
    guard let first = digits.first(where: { text[$0] != UInt8(ascii: "0") }),
      let last = digits.last(where: { $0 < point || text[$0] != UInt8(ascii: "0") })
    else { return text }
    // From the first significant digit to the last: trailing zeros of a fraction are not significant.
    let counting = digits.filter { $0 >= first && $0 <= last }
    let draws = draws(for: text[first...max(first, last)], count: counting.count)
    for (place, draw) in zip(counting, draws) {
      let isEnd = place == first || place == last
      text[place] = UInt8(ascii: "0") + (isEnd ? 1 + draw % 9 : draw % 10)
    }
    return text
  }

  private func draws(for amount: ArraySlice<UInt8>, count: Int) -> [UInt8] {
    var draws: [UInt8] = []
    var block: UInt8 = 0
    while draws.count < count {
      let digest = (key + [block] + amount).withUnsafeBytes(Digest.sha256)
      draws += digest.withBytes { Array($0) }
      block += 1
    }
    return draws
  }
}
