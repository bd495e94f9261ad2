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

  /// Shows it if it is time. `done` of `total` units; `detail` says what they are.
  func show(done: UInt64, of total: UInt64, detail: @autoclosure () -> String) {
    if isQuiet { return }
    let now = clock.now
    guard now - lastShown > (Terminal.canRedraw ? .milliseconds(100) : .seconds(10)) else { return }
    lastShown = now
    let percent = total == 0 ? 100 : done * 100 / total
    var text = "\(what): \(percent)%, \(detail())"
    if done > 0, done < total {
      let left = (now - started) / Int(done) * Int(total - done)
      text += ", \(Quantity.duration(left.components.seconds)) left"
    }
    if Terminal.canRedraw {
      Terminal.redraw(text)
      isDrawn = true
    } else {
      Terminal.say(text)
    }
  }

  /// Seconds since it began, never zero.
  var elapsedMilliseconds: Int64 {
    let passed = (clock.now - started).components
    return max(1, passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000)
  }

  /// Takes the line away.
  func clear() {
    if isDrawn { Terminal.redraw("") }
    isDrawn = false
  }

  deinit { clear() }
}
