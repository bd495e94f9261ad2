import Platform
import Testing

@Suite("Random numbers")
struct RandomSupplyTests {
  @Test("never come twice, whoever takes them at the same time")
  func distinct() async {
    let numbers = await withTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<1000).flatMap { _ in [RandomSupply.pair()].flatMap { [$0.0, $0.1] } } }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers.count == 16_000 && Set(numbers).count == 16_000)
    #expect(!numbers.contains(0), "what was not filled")
  }
}
