/// Dust turned into BNB, by the names of Binance.US (docs/binance-us-api.md, section 1.8), distributions, and the fee table.
extension SimulatedWorld {
  func dustLog(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(request, reads: ["startTime", "endTime"], isSigned: true)
    guard let start = try query.time("startTime") else { throw .missing("startTime") }
    guard let end = try query.time("endTime") else { throw .missing("endTime") }
    let rows = history.movements(.dust, at: min(end, time)).filter { $0.time >= start }
    var json = JSONWriter()
    json.object { json in
      json.field("total", Int64(rows.count))
      json.array("userDustConvertHistory") { json in
        for movement in rows { writeDust(movement, at: time, into: &json) }
      }
    }
    return json.bytes
  }

  private func writeDust(_ movement: Movement, at time: SimulatedTime, into json: inout JSONWriter) {
    let received = movement.received?.amount ?? .zero
    let charge = received.scaled(by: 2, over: 98)
    let id = movement.time.milliseconds % 100_000_000_000
    json.object { json in
      json.field("operateTime", movement.time)
      json.field("totalServiceChargeAmount", charge.shortText)
      json.field("totalTransferredAmount", received.shortText)
      json.array("userAssetDribbletDetails") { json in
        json.object { json in
          json.field("fromAsset", market.assets[movement.asset].code(at: time))
          json.field("toAsset", market.assets[movement.received?.asset ?? movement.asset].code(at: time))
          json.field("amount", (-movement.amount).shortText)
          json.field("transferredAmount", received.shortText)
          json.field("serviceChargeAmount", charge.shortText)
          json.field("operateTime", movement.time)
          json.field("tranId", id)
        }
      }
    }
  }

  func distributions(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(
      request, reads: ["asset", "category", "startTime", "endTime", "limit"], isSigned: true)
    let limit = try query.integer("limit") ?? 20
    if limit > 500 { throw .tooLarge }
    let start = try query.time("startTime")
    let end = try query.time("endTime") ?? time
    let asset = query.text("asset")
    let rows = history.movements.enumerated().filter { _, movement in
      (movement.kind == .distribution || movement.kind == .redenomination)
        && movement.time <= min(end, time) && movement.time >= (start ?? movement.time)
        && (asset == nil || asset == market.assets[credited(movement).asset].code(at: time))
    }
    var json = JSONWriter()
    json.object { json in
      json.array("rows") { json in
        for (number, movement) in rows.reversed().prefix(Int(limit)) {
          let credit = credited(movement)
          json.object { json in
            json.field("category", movement.kind == .distribution ? "Airdrop" : "Others")
            json.field("tranId", 2_968_885_920 + Int64(number) * 1_009)
            json.field("asset", market.assets[credit.asset].code(at: time))
            json.field("amount", credit.amount, scale: 8)
            json.field("divTime", movement.time)
          }
        }
      }
      json.field("total", Int64(rows.count))
    }
    return json.bytes
  }

  private func credited(_ movement: Movement) -> (asset: Int, amount: Amount) {
    movement.received ?? (movement.asset, movement.amount)
  }

  func tradingFees(_ request: SimulatedRequest, at time: SimulatedTime) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(request, reads: ["symbol"], isSigned: true)
    let only = query.has("symbol") ? try query.instrument(in: market, at: time).index : nil
    var json = JSONWriter(reserving: 65_536)
    json.array { json in
      for instrument in market.listed(at: time) where only == nil || only == instrument.index {
        json.object { json in
          json.field("symbol", instrument.symbol(at: time))
          json.field("makerCommission", "0.001")
          json.field("takerCommission", "0.001")
        }
      }
    }
    return json.bytes
  }
}
