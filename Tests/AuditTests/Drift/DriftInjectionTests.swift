import Audit
import BinanceUS
import TestKit
import Testing

@Suite("Drift put into three days")
struct DriftInjectionTests {
  enum Kind: String, CaseIterable, Sendable {
    case newField, goneField, otherType, newStatus, otherScale
  }

  @Test("what is put in is found, and nothing else", arguments: Kind.allCases)
  func injected(kind: Kind) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var days = ThreeDays.of(seed: seed)
      let before = try changes(days)
      var random = SeededGenerator(seed: seed)
      let expected = inject(kind, &days, &random)
      #expect(try changes(days).subtracting(before) == [expected], "seed \(seed)")
    }
  }

  /// Changes a body that is not the endpoint's first, and all after it where the change is to last.
  private func inject(_ kind: Kind, _ days: inout ThreeDays, _ random: inout SeededGenerator) -> String {
    let places = days.places("/api/v3/exchangeInfo")
    let place = random.pick(Array(places.dropFirst()))
    switch kind {
    case .newField:
      for later in places where later >= place {
        days.rewrite(later) { $0.replacing("\"baseAsset\":", with: "\"novel\":7,\"baseAsset\":") }
      }
      return "\(place + 1) field_appeared symbols[].novel"
    case .goneField:
      for later in places where later >= place {
        days.rewrite(later) { $0.replacing("\"isSpotTradingAllowed\":true,", with: "") }
      }
      return "\(place + 1) field_vanished symbols[].isSpotTradingAllowed"
    case .otherType:
      days.rewrite(place) { $0.replacing("\"baseAssetPrecision\":8", with: "\"baseAssetPrecision\":8.5") }
      return "\(place + 1) new_type symbols[].baseAssetPrecision"
    case .newStatus:
      days.rewrite(place) { text in
        guard let range = text.ranges(of: "\"TRADING\"").randomElement(using: &random) else { return text }
        return text.replacingCharacters(in: range, with: "\"cancel_only\"")
      }
      return "\(place + 1) new_value symbols[].status"
    case .otherScale:
      days.rewrite(place) { $0.replacing("\"multiplierUp\":\"", with: "\"multiplierUp\":\"0.123456789012") }
      return "\(place + 1) new_scale symbols[].filters[PERCENT_PRICE].multiplierUp"
    }
  }

  private func changes(_ days: ThreeDays) throws -> Set<String> {
    let builder = try days.archive()
    let drift = try Drift.read(builder.log, through: builder.last)
    return Set(drift.endpoints.flatMap(\.changes).map { "\($0.sequence) \($0.kind.rawValue) \($0.path)" })
  }
}

extension String {
  fileprivate func replacing(_ words: String, with others: String) -> String {
    split(separator: words, omittingEmptySubsequences: false).joined(separator: others)
  }

  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
