import Testing

@testable import Playback

@Suite("Bounded memory")
struct MemoryBoundTests {
  @Test("what is used stays, what is not used goes, and the bytes stay in bounds")
  func bound() {
    var values = MemoryBound<Int, Int>(limit: 1000)
    values.keep(-1, as: -1, bytes: 10)
    var kept: [Int] = []
    for number in 0..<200 {
      values.keep(number, as: number, bytes: 10)
      #expect(values[-1] == -1)
    }
    kept = (0..<200).filter { values[$0] != nil }
    #expect(kept.count <= 100)
    #expect(kept.last == 199)
    #expect(values[0] == nil)
  }

  @Test("a value larger than all is kept until the next comes")
  func large() {
    var values = MemoryBound<Int, Int>(limit: 100)
    values.keep(1, as: 1, bytes: 5000)
    #expect(values[1] == 1)
    values.keep(2, as: 2, bytes: 10)
    values.keep(3, as: 3, bytes: 90)
    #expect(values[3] == 3)
    #expect(values[1] == nil)
  }
}
