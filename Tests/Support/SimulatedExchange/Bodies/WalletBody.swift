/// The response of GET /sapi/v1/capital/config/getall.
struct WalletBody {
  let history: AccountHistory
  let market: Market
  let time: SimulatedTime

  func write(into json: inout JSONWriter) {
    let balances = history.ledger.balances(at: time)
    json.array { json in
      for asset in market.assets(at: time) {
        let networks = WalletNetwork.networks(of: asset, at: time)
        json.object { json in
          json.field("coin", asset.code(at: time))
          json.field("depositAllEnable", flag: networks.contains { $0.isOpen })
          json.field("withdrawAllEnable", flag: networks.contains { $0.isOpen })
          json.field("name", asset.name)
          json.field("free", balances[asset.index].free.shortText)
          json.field("locked", balances[asset.index].locked.shortText)
          for key in ["freeze", "withdrawing", "ipoing", "ipoable", "storage"] as [StaticString] {
            json.field(key, "0")
          }
          json.field("isLegalMoney", flag: asset.isDollar)
          json.field("trading", flag: !asset.isDollar)
          json.array("networkList") { json in
            for network in networks { network.write(asset, at: time, into: &json) }
          }
        }
      }
    }
  }
}
