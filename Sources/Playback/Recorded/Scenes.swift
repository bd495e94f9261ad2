import EventModel

/// Playback in recorded order: every run is a scene.
///
/// A request gets the answers it got in the scene that is playing, one after the other. When they
/// are used up, the next scene that has one begins, for every request.
struct Scenes {
  /// Where a run stands among the runs, oldest first.
  private let order: [RunID: Int]
  private var current = 0
  private var played: [AskedRequest: Int] = [:]

  init(_ runs: [RunRecord]) {
    let sorted = runs.sorted {
      ($0.firstObservedAt, $0.firstSequence) < ($1.firstObservedAt, $1.firstSequence)
    }
    order = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.id, $0) })
  }

  /// The event that comes next, answer or failure.
  ///
  /// - Parameter takes: every event of the request, with its run.
  mutating func next(
    of request: AskedRequest, among takes: [(sequence: UInt64, run: RunID)]
  ) -> UInt64? {
    let takes = takes.map { (scene: order[$0.run] ?? 0, sequence: $0.sequence) }
      .sorted { ($0.scene, $0.sequence) < ($1.scene, $1.sequence) }
    let from = played[request] ?? 0
    guard let place = takes.indices.first(where: { $0 >= from && takes[$0].scene >= current }) else {
      return nil
    }
    current = takes[place].scene
    played[request] = place + 1
    return takes[place].sequence
  }
}
