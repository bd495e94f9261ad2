import Testing

@testable import Ingest

@Suite("Windows of time")
struct TimeWindowsTests {
  private static let day: Int64 = 86_400_000

  @Test("windows reach from now back to the start, touch, and none is longer than it may be")
  func windows() {
    let (start, now) = (100 &* Self.day, 300 &* Self.day &+ 7)
    let windows = TimeWindows.between(start, and: now, days: 89)
    #expect(windows.count == 3)
    #expect(windows.first?.upperBound == now && windows.last?.lowerBound == start)
    for (newer, older) in zip(windows, windows.dropFirst()) { #expect(older.upperBound == newer.lowerBound) }
    #expect(windows.allSatisfy { $0.upperBound &- $0.lowerBound <= 89 &* Self.day })
  }

  @Test("what may still change is requested from a day before it, several in one window where they are near")
  func around() {
    let (beginning, day) = (TimeWindows.beginning, Self.day)
    func moment(_ days: Int64) -> Int64 { beginning &+ days &* day }
    func around(_ days: [Int64], _ end: Int64) -> [ClosedRange<Int64>] {
      TimeWindows.around(days.map { moment($0)...moment($0) }, before: moment(end), days: 89)
    }
    #expect(around([10, 50, 400, 800], 450) == [moment(9)...moment(98), moment(399)...moment(450)])
    #expect(around([0], 9) == [moment(0)...moment(9)])
    #expect(around([], 9).isEmpty && around([-1], 9).isEmpty)
    // What does not say when it was is requested by the window that showed it, and not by one that slides.
    let window = moment(100)...moment(189)
    #expect(
      TimeWindows.around([window, moment(150)...moment(150)], before: moment(300), days: 89) == [window])
    #expect(TimeWindows.around([.max...(.max), .min...(.min)], before: .max, days: .max).isEmpty)
  }

  @Test("there is none where nothing lies between, and no more than a hundred years of them")
  func ends() {
    #expect(TimeWindows.between(5, and: 5, days: 89).isEmpty)
    #expect(TimeWindows.between(9, and: 5, days: 89).isEmpty)
    #expect(TimeWindows.between(.min, and: .max, days: 1).count == 500)
    #expect(TimeWindows.between(0, and: .max, days: .max).count == 1)
  }
}
