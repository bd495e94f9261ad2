/// How a long command is getting on, on standard error: a line that is redrawn on a terminal, a
/// plain line every ten seconds elsewhere, nothing when quiet.
final class ProgressLine {
  private let what: String
  private let isQuiet: Bool
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var isDrawn = false

  init(_ what: String, isQuiet: Bool) {
    self.what = what
    self.isQuiet = isQuiet
    started = clock.now
    lastShown = started
  }

  /// Shows it if it is time. `done` of `total` units, 0 where nobody knows how many there are;
  /// `detail` says what they are.
  func show(done: UInt64, of total: UInt64, detail: @autoclosure () -> String) {
    if isQuiet { return }
    let now = clock.now
    guard now - lastShown > (Terminal.canRedraw ? .milliseconds(100) : .seconds(10)) else { return }
    lastShown = now
    let text = Self.text(what, done: done, of: total, in: now - started, detail())
    if Terminal.canRedraw {
      Terminal.redraw(text)
      isDrawn = true
    } else {
      Terminal.say(text)
    }
  }

  /// The line after `passed`, in which `done` of `total` units were done.
  static func text(
    _ what: String, done: UInt64, of total: UInt64, in passed: Duration, _ detail: String
  ) -> String {
    if total == 0 { return "\(what): \(detail)" }
    let text = "\(what): \(done *| 100 / total)%, \(detail)"
    guard done > 0, done < total else { return text }
    let left = passed / Int(clamping: done) * Int(clamping: total -| done)
    return text + ", \(Quantity.duration(left.components.seconds)) left"
  }

  /// Milliseconds since it began, never zero.
  var elapsedMilliseconds: Int64 {
    let passed = (clock.now - started).components
    return max(1, passed.seconds *| 1000 +| passed.attoseconds / 1_000_000_000_000_000)
  }

  /// Takes the line away.
  func clear() {
    if isDrawn { Terminal.redraw("") }
    isDrawn = false
  }

  deinit { clear() }
}
