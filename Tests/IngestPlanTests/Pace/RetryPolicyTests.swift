import Testing

@testable import Ingest

@Suite("Pauses between attempts")
struct RetryPolicyTests {
  @Test(
    "double each time, between the half and the whole, up to the longest",
    arguments: [
      (2, 500, 1000), (3, 1000, 2000), (4, 2000, 4000), (6, 8000, 16_000), (7, 15_000, 30_000),
      (99, 15_000, 30_000),
    ])
  func pauses(attempt: Int, least: Int, most: Int) {
    let policy = RetryPolicy()
    #expect(policy.pause(before: attempt, random: 0) == .milliseconds(least))
    #expect(policy.pause(before: attempt, random: 500) == .milliseconds((least + most) / 2))
    #expect(policy.pause(before: attempt, random: 999) < .milliseconds(most))
  }

  @Test("numbers that make no sense give a pause all the same", arguments: [Int.min + 2, -1, 0, 1, .max])
  func senseless(attempt: Int) {
    let pause = RetryPolicy().pause(before: attempt, random: 999)
    #expect(pause >= .milliseconds(500) && pause <= .seconds(30))
  }
}
