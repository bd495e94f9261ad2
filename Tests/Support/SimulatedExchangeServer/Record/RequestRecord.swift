public import SimulatedExchange

/// One request as the simulated exchange saw it. Holds neither key nor signature.
public struct RequestRecord: Sendable {
  /// Counted from 1 in the order of arrival.
  public let number: Int
  /// Which connection it came over, counted from 1.
  public let connection: Int
  /// When it arrived: real time since the server started.
  public let arrivedAfter: Duration
  /// When it arrived by the exchange's time of day.
  public let time: SimulatedTime
  /// When it arrived by the time that windows of weight are cut from.
  public let meterTime: SimulatedTime
  /// The path without query.
  public let path: String
  /// The query, sorted, without `timestamp`, `recvWindow` and `signature`.
  public let query: String
  /// The parameter `symbol`.
  public let symbol: String?
  /// Whether a key came with it.
  public let hasKey: Bool
  /// Requests in progress when it arrived, itself included.
  public let inFlight: Int
  /// What it cost; 0 where it never reached the engine.
  public internal(set) var weight = 0
  /// The window's weight after it, as the headers show it.
  public internal(set) var usedWeight = 0
  /// The status of the response; 0 where none was sent.
  public internal(set) var status = 0
  /// The name of the fault it met.
  public internal(set) var fault: String?
  /// The pause that a 429 or 418 demanded.
  public internal(set) var pause: Duration?
  /// When the response was sent or given up; nil while it is not.
  public internal(set) var finishedAfter: Duration?
}
