import BinanceUS
import Testing

@testable import Ingest

@Suite("Sources that are archived as they are")
struct ArchivedSourceTests {
  private static let day: Int64 = 86_400_000

  @Test("windows reach from now back to the start, touch, and none is longer than it may be")
  func windows() {
    let (start, now) = (100 &* Self.day, 300 &* Self.day &+ 7)
    let windows = ArchivedSource.windows(from: start, to: now, days: 89)
    #expect(windows.count == 3)
    #expect(windows.first?.upperBound == now && windows.last?.lowerBound == start)
    for (newer, older) in zip(windows, windows.dropFirst()) { #expect(older.upperBound == newer.lowerBound) }
    #expect(windows.allSatisfy { $0.upperBound &- $0.lowerBound <= 89 &* Self.day })
  }

  @Test("there is none where nothing lies between, and no more than a hundred years of them")
  func ends() {
    #expect(ArchivedSource.windows(from: 5, to: 5, days: 89).isEmpty)
    #expect(ArchivedSource.windows(from: 9, to: 5, days: 89).isEmpty)
    #expect(ArchivedSource.windows(from: .min, to: .max, days: 1).count == 500)
    #expect(ArchivedSource.windows(from: 0, to: .max, days: .max).count == 1)
  }

  @Test("each is an endpoint that the archive knows and no table reads, and is there once")
  func all() {
    let endpoints = ArchivedSource.all.map(\.endpoint)
    #expect(Set(endpoints).count == endpoints.count)
    #expect(endpoints.allSatisfy { Endpoint.archivedOnly.contains($0) })
  }
}
