import SimulatedExchange
import Synchronization

/// What no exchange has: a way to let time pass from a shell.
extension Gateway {
  /// The response to a request of control; nil for every other, and for all where the rules do not
  /// allow any. Nothing of it is recorded or weighed.
  func control(_ request: IncomingRequest) -> Reply? {
    guard request.path.hasPrefix("/__world/"), state.withLock({ $0.rules.servesControl }) else {
      return nil
    }
    let headers = [
      (name: "Content-Type", value: "application/json"),
      (name: "X-Not-Of-The-Exchange", value: "simulation control"),
    ]
    let hours = request.query.value("hours").flatMap { Int64($0) }
    guard request.path == "/__world/advance", let hours, (0...1_000_000).contains(hours) else {
      let body = #"{"error":"the only control is /__world/advance?hours=N"}"#
      return Reply(status: 400, headers: headers, body: Array(body.utf8))
    }
    clock.advance(by: .seconds(hours * 3600))
    let body = "{\"worldTime\":\"\(clock.worldTime)\",\"serverTime\":\(clock.now.milliseconds)}\n"
    return Reply(status: 200, headers: headers, body: Array(body.utf8))
  }
}
