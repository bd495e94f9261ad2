/// Deposits and withdrawals, in coins and in dollars.
extension SimulatedWorld {
  /// Crypto deposits or withdrawals of at most 90 days; the rows are in no order.
  func transfers(
    _ kind: Movement.Kind, _ request: SimulatedRequest, at time: SimulatedTime
  ) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(
      request, reads: ["coin", "status", "startTime", "endTime", "offset", "limit"], isSigned: true)
    let end = try query.time("endTime") ?? time
    let start = try query.time("startTime") ?? end.adding(days: -90)
    guard end.milliseconds - start.milliseconds <= 90 * SimulatedTime.day else {
      throw .coded(-1127, "More than 90 days between startTime and endTime.")
    }
    let coin = query.text("coin")
    let offset = Int(clamping: try query.integer("offset") ?? 0)
    let limit = try query.has("limit") ? query.limit() : 1000
    let rows = history.movements.enumerated().filter { _, movement in
      let asset = market.assets[movement.asset]
      return movement.kind == kind && !asset.isDollar && movement.time <= min(end, time)
        && movement.time >= start && (coin == nil || asset.code(at: time) == coin)
    }
    let shuffled = rows.sorted {
      SplitMix64.hash(1, UInt64($0.offset)) < SplitMix64.hash(1, UInt64($1.offset))
    }
    var json = JSONWriter()
    json.array { json in
      for (number, movement) in shuffled.dropFirst(offset).prefix(limit) {
        writeTransfer(number, movement, at: time, into: &json)
      }
    }
    return json.bytes
  }

  private func writeTransfer(
    _ number: Int, _ movement: Movement, at time: SimulatedTime, into json: inout JSONWriter
  ) {
    let asset = market.assets[movement.asset]
    let isWithdrawal = movement.kind == .withdrawal
    let mark = hexadecimal(number, bytes: 32)
    json.object { json in
      if isWithdrawal { json.field("id", String(mark.prefix(32))) }
      json.field("amount", (isWithdrawal ? -movement.amount : movement.amount).shortText)
      if isWithdrawal { json.field("transactionFee", "0") }
      json.field("coin", asset.code(at: time))
      json.field("network", asset.kind == .stable ? "ETH" : asset.firstCode)
      json.field("status", isWithdrawal ? 6 : 1)
      json.field("address", "0x" + hexadecimal(movement.asset, bytes: 20))
      if !isWithdrawal { json.field("addressTag", "") }
      // Some withdrawals have no transaction id.
      if !isWithdrawal || number % 5 != 0 { json.field("txId", "0x" + mark) }
      if isWithdrawal {
        json.field("applyTime", movement.time.spacedText)
      } else {
        json.field("insertTime", movement.time)
        json.field("confirmTimes", "12/12")
      }
      if number % 3 != 0 { json.field("transferType", 0) }
    }
  }

  func fiat(
    _ kind: Movement.Kind, _ request: SimulatedRequest, at time: SimulatedTime
  ) throws(Refusal) -> [UInt8] {
    let query = try QueryReader(
      request,
      reads: ["fiatCurrency", "orderId", "paymentAccount", "startTime", "endTime", "offset"],
      isSigned: true)
    let end = try query.time("endTime") ?? time
    let start = try query.time("startTime") ?? end.adding(days: -90)
    var json = JSONWriter()
    json.object { json in
      json.array("assetLogRecordList") { json in
        for (number, movement) in history.movements.enumerated()
        where movement.kind == kind && market.assets[movement.asset].isDollar
          && movement.time >= start && movement.time <= min(end, time)
        {
          json.object { json in
            json.field("orderId", hexadecimal(number, bytes: 16))
            json.field("paymentAccount", "*******2468")
            json.field("paymentChannel", "PRIME_TRUST")
            json.field("paymentMethod", "ACH")
            json.field("orderStatus", "Successful")
            json.field("fiatCurrency", "USD")
            json.field("amount", Amount(units: abs(movement.amount.units)).shortText)
            json.field("transactionFee", "0")
            json.field("platformFee", "0")
          }
        }
      }
    }
    return json.bytes
  }

  private func hexadecimal(_ number: Int, bytes: Int) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var random = SplitMix64(seed: UInt64(number) ^ 0xADD4)
    return String(decoding: (0..<(bytes * 2)).map { _ in digits[random.below(16)] }, as: UTF8.self)
  }
}
