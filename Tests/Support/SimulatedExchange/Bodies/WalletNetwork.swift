/// One network a coin can travel on.
struct WalletNetwork {
  let code: String
  let name: String
  let isDefault: Bool
  let isOpen: Bool
  private let draw: UInt64

  /// What the exchange says while a network rests; text with everything JSON can hold.
  private static let notices = [
    "Wallet Maintenance, Withdrawal Suspended",
    "The \"hard fork\" at block 1\u{202F}920\u{202F}000 is under way.\nPlease wait.",
    "Path C:\\wallet\\node is being rebuilt\t(2/3)",
    "Entretien du réseau – dépôts suspendus jusqu’à demain",
    "ネットワークの保守中です 🚧",
  ]

  /// The networks of an asset; now and then one of them rests for some days.
  static func networks(of asset: Asset, at time: SimulatedTime) -> [WalletNetwork] {
    if asset.isDollar {
      return [
        WalletNetwork(code: "FIAT_MONEY", name: "Fiat", isDefault: true, isOpen: true, draw: 1)
      ]
    }
    let count = asset.kind == .stable ? 3 : 1 + asset.index % 2
    let choices = [("ETH", "Ethereum (ERC20)"), ("BSC", "BNB Smart Chain (BEP20)"), ("MATIC", "Polygon")]
    return (0..<count).map { number in
      let isOwn = number == 0 && asset.kind == .coin
      let week = time.milliseconds / (6 * SimulatedTime.day) + Int64(asset.index)
      let draw = SplitMix64.hash(UInt64(asset.index * 8 + number), UInt64(week / 4))
      return WalletNetwork(
        code: isOwn ? asset.firstCode : choices[number].0,
        name: isOwn ? asset.name : choices[number].1, isDefault: number == 0,
        isOpen: draw % 12 != 0, draw: draw)
    }
  }

  func write(_ asset: Asset, at time: SimulatedTime, into json: inout JSONWriter) {
    let notice = isOpen ? "" : WalletNetwork.notices[Int((draw >> 8) % 5)]
    let fee = (Amount(2) / asset.dollars).truncated(scale: min(asset.scale, 6))
    // Some fields are left out for some coins, as the exchange leaves them out.
    let isTerse = asset.index % 9 == 4
    json.object { json in
      json.field("network", code)
      json.field("coin", asset.code(at: time))
      json.field("withdrawIntegerMultiple", Amount(units: Amount.step[asset.scale]).shortText)
      json.field("isDefault", flag: isDefault)
      json.field("depositEnable", flag: isOpen)
      json.field("withdrawEnable", flag: isOpen)
      json.field("depositDesc", notice)
      if asset.index % 7 != 3 { json.field("withdrawDesc", notice) }
      if !isTerse {
        json.field("specialTips", asset.index % 5 == 0 ? "Memo \"required\" for é & ü" : "")
      }
      json.field("name", name)
      json.field("resetAddressStatus", flag: false)
      if !isTerse {
        json.field("addressRegex", asset.isDollar ? "" : "^(0x)[0-9A-Fa-f]{40}$|^\\d{4,12}\\.\\w+$")
        json.field("memoRegex", "")
      }
      json.field("withdrawFee", asset.isDollar ? "0" : fee.shortText)
      json.field("withdrawMin", asset.isDollar ? "0" : (fee + fee).shortText)
      json.field("withdrawMax", "9999999999.99999999")
      if !isTerse {
        json.field("minConfirm", Int64(asset.isDollar ? 0 : 12 + asset.index % 20))
        json.field("unLockConfirm", 0)
      }
    }
  }
}
