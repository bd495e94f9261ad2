/// What is to happen, soonest first; of two things at one time, the one planned first.
struct HappeningQueue {
  private var waiting: [(time: SimulatedTime, happening: Happening)] = []

  mutating func add(_ happening: Happening, at time: SimulatedTime) {
    // The soonest stands last, where it is taken from.
    let position = waiting.partitioningIndex { $0.time <= time }
    waiting.insert((time, happening), at: position)
  }

  /// Takes the next thing due by `time`.
  mutating func next(through time: SimulatedTime) -> (time: SimulatedTime, happening: Happening)? {
    guard let soonest = waiting.last, soonest.time <= time else { return nil }
    return waiting.removeLast()
  }
}
