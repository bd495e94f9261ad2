/// A whole exchange with one account in it, out of a seed: it responds to every request for any time,
/// and the same request at the same time always gets the same bytes.
///
/// It knows bodies and the rules of their parameters. Keys, signatures, weights and faults belong
/// to a layer before it, which may rely on `timestamp`, `recvWindow` and `signature` being let pass.
public struct SimulatedWorld: Sendable {
  let market: Market
  let history: AccountHistory
  let activity: AccountActivity
  private let seed: UInt64

  static let jsonType = "application/json;charset=UTF-8"

  /// Makes a world. The account's life is lived once here: some microseconds an act.
  ///
  /// - Parameter names: whether there is a market whose symbol is not ASCII.
  public init(
    seed: UInt64, scale: WorldScale = .full, account: AccountActivity? = nil, names: MarketNames = .ascii
  ) {
    self.seed = seed
    activity = account ?? (scale == .full ? .ordinary : .light)
    market = Market(seed: seed, scale: scale, names: names)
    history = Trader.history(market: market, activity: activity, seed: seed)
  }

  /// What the exchange responds at `time`.
  public func response(to request: SimulatedRequest, at time: SimulatedTime) -> SimulatedResponse {
    let status: Int
    let contentType: String
    let body: [UInt8]
    do {
      body = try self.body(for: request, at: time)
      (status, contentType) = (200, SimulatedWorld.jsonType)
    } catch {
      (status, contentType, body) = error.response(path: request.path, at: time)
    }
    let headers = [
      (name: "Content-Type", value: contentType), (name: "Server", value: "nginx"),
      (name: "x-mbx-uuid", value: requestId(request, at: time)),
    ]
    return SimulatedResponse(status: status, headers: headers, body: body)
  }

  /// What tables made from this world's responses must hold.
  public var truth: WorldTruth {
    WorldTruth(market: market, history: history)
  }

  private func requestId(_ request: SimulatedRequest, at time: SimulatedTime) -> String {
    var mark = SplitMix64.hash(seed, UInt64(bitPattern: time.milliseconds))
    for byte in request.path.utf8 { mark = SplitMix64.hash(mark, UInt64(byte)) }
    for pair in request.query {
      for byte in pair.name.utf8 { mark = SplitMix64.hash(mark, UInt64(byte)) }
      for byte in pair.value.utf8 { mark = SplitMix64.hash(mark, UInt64(byte)) }
    }
    let digits = Array("0123456789abcdef".utf8)
    var random = SplitMix64(seed: mark)
    let groups = [8, 4, 4, 4, 12].map { length in
      String(decoding: (0..<length).map { _ in digits[random.below(16)] }, as: UTF8.self)
    }
    return groups.joined(separator: "-")
  }
}
