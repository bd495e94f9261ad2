import Synchronization

/// Workplaces with an archive of the first fixtures, each made when it is first wanted.
final class Prepared: Sendable {
  private let made = Mutex<[Int: Workplace]>([:])

  /// The one with so many fixtures.
  func value(of fixtures: Int) throws -> Workplace {
    try made.withLock { made in
      if let place = made[fixtures] { return place }
      let place = try Workplace.shared()
      try place.importFixtures(fixtures)
      made[fixtures] = place
      return place
    }
  }
}
