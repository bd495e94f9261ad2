import BinanceUS
import EventLog

extension Sync {
  /// Time, exchangeInfo, ticker, account and wallet, one after the other.
  func fetchCommon() async throws {
    _ = try await ask(ExchangeRequest(.time), for: .common(.time), isMinor: false)
    for endpoint in settings.requiredOnce {
      let isGood = try await ask(ExchangeRequest(endpoint), for: .common(endpoint), isMinor: false)
      let limits = await keeper.state.weightLimits
      if endpoint == .exchangeInfo, !limits.isEmpty { await client.pacer.setLimits(limits) }
      if !isGood { await remarkOnStandIn(for: endpoint) }
    }
  }

  private func remarkOnStandIn(for endpoint: Endpoint) async {
    let state = await keeper.state
    let sequence =
      switch endpoint {
      case .exchangeInfo: state.exchangeInfoSequence
      case .account: state.accountSequence
      default: UInt64?.none
      }
    if let sequence {
      await ledger.remark(
        "\(endpoint.name) failed; the newest good answer of the archive (event \(sequence)) stands in")
    }
  }

  /// Asks, folds, and notes what failed. True where the answer is good.
  @discardableResult
  func ask(_ request: ExchangeRequest, for source: Source, isMinor: Bool) async throws -> Bool {
    let outcome = try await client.ask(request, for: source)
    await keeper.apply(outcome)
    return try await judge(outcome, of: source, isMinor: isMinor)
  }

  /// Notes a failure, and ends the run where the verdict is about all of it.
  @discardableResult
  func judge(
    _ outcome: ExchangeClient.Outcome, of source: Source, isMinor: Bool = false
  ) async throws -> Bool {
    switch outcome.verdict {
    case .good:
      await ledger.change { report in
        report.goodAnswers += 1
        if Endpoint(path: outcome.header.endpoint)?.isSigned == true { report.signedGoodAnswers += 1 }
      }
      return true
    case .banned:
      await ledger.noteFailure(source, outcome)
      throw RunStop.banned(until: banEnd(outcome))
    case .countryBlocked:
      await ledger.noteFailure(source, outcome)
      throw RunStop.countryBlocked
    default:
      await ledger.noteFailure(source, outcome, isMinor: isMinor)
      return false
    }
  }

  private func banEnd(_ outcome: ExchangeClient.Outcome) -> Timestamp {
    // Bans last two minutes at least. Source: fact sheet of the API, section 3.
    DemandedPause(
      status: outcome.header.status, headers: outcome.header.responseHeaders, body: outcome.body
    ).end(from: client.clock.now, floor: .seconds(120))
  }
}
