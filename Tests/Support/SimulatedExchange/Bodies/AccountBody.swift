/// The response of GET /api/v3/account.
struct AccountBody {
  let history: AccountHistory
  let market: Market
  let activity: AccountActivity
  let time: SimulatedTime

  func write(into json: inout JSONWriter) {
    json.object { json in
      writeCommissions(into: &json)
      for key in ["canTrade", "canWithdraw", "canDeposit"] as [StaticString] {
        json.field(key, flag: true)
      }
      if time >= Change.brokered { json.field("brokered", flag: false) }
      if time >= Change.selfTradePrevention { json.field("requireSelfTradePrevention", flag: false) }
      if time >= Change.upgrade { json.field("preventSor", flag: false) }
      json.field("updateTime", history.ledger.lastChange(at: time) ?? activity.from)
      json.field("accountType", "SPOT")
      writeBalances(into: &json)
      if time >= Change.permissions { json.array("permissions") { $0.string("SPOT") } }
      if time >= Change.upgrade, let uid = activity.uid { json.field("uid", uid) }
    }
  }

  private func writeCommissions(into json: inout JSONWriter) {
    for key in ["makerCommission", "takerCommission"] as [StaticString] { json.field(key, 10) }
    for key in ["buyerCommission", "sellerCommission"] as [StaticString] { json.field(key, 0) }
    guard time >= Change.selfTradePrevention else { return }
    json.object("commissionRates") { json in
      let rate = Amount(units: 100_000)
      for key in ["maker", "taker"] as [StaticString] { json.field(key, rate, scale: 8) }
      for key in ["buyer", "seller"] as [StaticString] { json.field(key, .zero, scale: 8) }
    }
  }

  private func writeBalances(into json: inout JSONWriter) {
    let balances = history.ledger.balances(at: time)
    json.array("balances") { json in
      for asset in market.assets(at: time) {
        json.object { json in
          json.field("asset", asset.code(at: time))
          json.field("free", balances[asset.index].free, scale: asset.scale)
          json.field("locked", balances[asset.index].locked, scale: asset.scale)
        }
      }
    }
  }
}
