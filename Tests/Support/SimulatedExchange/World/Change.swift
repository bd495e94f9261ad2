/// The days on which the API or its markets changed; a body shows what came before its time.
enum Change {
  static let worldBegins = SimulatedTime(2018, 1, 1)
  static let quoteSumsKept = SimulatedTime(2018, 7, 18)
  static let intervalNumber = SimulatedTime(2018, 11, 13)
  static let tradeQuoteQuantity = SimulatedTime(2019, 3, 12)
  static let orderLists = SimulatedTime(2019, 8, 15)
  static let commissionPrecision = SimulatedTime(2020, 1, 1)
  static let permissions = SimulatedTime(2020, 7, 9)
  static let xrpDelisted = SimulatedTime(2021, 1, 13, 15, 0, 0)
  static let rawRequestLimit = SimulatedTime(2021, 6, 21)
  static let tradesByOrder = SimulatedTime(2021, 8, 12)
  static let percentPriceBySide = SimulatedTime(2022, 2, 25)
  static let trailingStop = SimulatedTime(2022, 2, 28)
  static let cancelReplace = SimulatedTime(2022, 6, 13)
  static let brokered = SimulatedTime(2022, 8, 22)
  static let trailingDelta = SimulatedTime(2022, 10, 11)
  static let selfTradePrevention = SimulatedTime(2022, 11, 28)
  static let expiredInMatch = SimulatedTime(2023, 1, 31)
  static let orderArchive = SimulatedTime(2023, 3, 8)
  static let oldDollarHalts = SimulatedTime(2023, 7, 26, 17, 0, 0)
  static let busdHalts = SimulatedTime(2024, 1, 15, 9, 0, 0)
  static let oldDollarRenamed = SimulatedTime(2024, 11, 5, 8, 0, 0)
  static let newDollar = SimulatedTime(2025, 2, 19, 14, 0, 0)
  static let upgrade = SimulatedTime(2026, 8, 31, 15, 0, 0)

  /// Starts of the matching engine; halted markets lose their statistics there.
  static let engineRestarts = [
    SimulatedTime(2019, 5, 17, 9, 16, 36, milliseconds: 356),
    SimulatedTime(2020, 3, 11, 2, 30, 1, milliseconds: 902),
    SimulatedTime(2021, 3, 4, 6, 0, 12, milliseconds: 77),
    SimulatedTime(2022, 11, 1, 7, 18, 33, milliseconds: 595),
    SimulatedTime(2023, 9, 12, 5, 44, 40, milliseconds: 218),
    SimulatedTime(2024, 6, 20, 4, 12, 9, milliseconds: 664),
    SimulatedTime(2025, 4, 2, 3, 1, 55, milliseconds: 31),
    SimulatedTime(2026, 8, 31, 14, 20, 8, milliseconds: 450),
    SimulatedTime(2026, 10, 27, 5, 10, 33, milliseconds: 129),
  ]
}
