import SimulatedExchange
import Testing

@testable import SimulatedExchangeServer

@Suite("The exchange's clock")
struct SimulatedClockTests {
  @Test("moves only when set, when frozen, and each hand by itself")
  func frozen() {
    let start = Exchanges.today
    let clock = SimulatedClock(startingAt: start, pace: .frozen)
    clock.advance(by: .seconds(3600))
    clock.shift(by: .seconds(-5))
    #expect(clock.worldTime == start.adding(hours: 1))
    #expect(clock.now == start.adding(hours: 1, milliseconds: -5000))
    #expect(clock.reading.meter == start.adding(hours: 1))
    clock.advance(to: start.adding(days: 2))
    #expect(clock.worldTime == start.adding(days: 2))
    clock.advance(to: start)
    #expect(clock.worldTime == start.adding(days: 2))
  }

  @Test("lets the time of day go on while the world stands still")
  func still() async throws {
    let clock = SimulatedClock(startingAt: Exchanges.today, pace: .still)
    while clock.now == Exchanges.today { try await Task.sleep(for: .milliseconds(1)) }
    #expect(clock.worldTime == Exchanges.today)
    #expect(clock.reading.meter > Exchanges.today)
  }
}
