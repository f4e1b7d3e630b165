import ChipDB
import Rating
import Testing

@Suite struct FilterTests {
  let shipped: ChipDatabase

  init() throws { shipped = try Shipped.database() }

  private func apply(_ filter: ChipFilter) -> ChipSelection {
    filter.apply(to: shipped.chips, tf32Reading: .container32)
  }

  @Test("a filter keeps what matches, in the order asked for, and unknown comes last")
  func filter() throws {
    let huawei = apply(ChipFilter(vendor: "huaWEI", order: .init(.figure(.tpp)))).rated
    #expect(!huawei.isEmpty)
    #expect(huawei.allSatisfy { $0.chip.vendor.hasPrefix("Huawei") })
    let ratings = huawei.map { $0.rating.tpp ?? 0 }
    #expect(ratings == ratings.sorted(by: >))

    let chinese = apply(ChipFilter(country: "cn", kind: .npu)).chips
    #expect(!chinese.isEmpty)
    #expect(chinese.allSatisfy { $0.country == "CN" && $0.kind == .npu })

    let newest = apply(ChipFilter(order: .init(.released))).chips
    let dates = newest.compactMap(\.released)
    #expect(dates == dates.sorted(by: >))
    #expect(newest.prefix(dates.count).allSatisfy { $0.released != nil })
    #expect(newest.count == shipped.chips.count)
    #expect(apply(ChipFilter(vendor: "nobody")).chips.isEmpty)
  }

  @Test(
    "every column sorts both ways, with the unknown last and no chip lost", arguments: ChipColumn.allCases)
  func orders(column: ChipColumn) {
    for isDescending in [true, false] {
      let values = apply(ChipFilter(order: .init(column, isDescending: isDescending))).rated.map {
        column.value(of: $0)
      }
      #expect(values.count == shipped.chips.count)
      let known = values.prefix { $0 != .unknown }
      #expect(values.dropFirst(known.count).allSatisfy { $0 == .unknown })
      for (a, b) in zip(known, known.dropFirst()) {
        switch (a, b) {
        case (.number(let x), .number(let y)): #expect(isDescending ? x >= y : x <= y)
        case (.text(let x), .text(let y)): #expect(isDescending ? x >= y : x <= y)
        default: Issue.record("a column of text and numbers")
        }
      }
    }
  }

  @Test("a condition keeps exactly the chips whose reported figure meets it")
  func conditions() throws {
    let conditions = [try ChipCondition("tpp >= 4800"), try ChipCondition("bandwidth<2000")]
    let ids = apply(ChipFilter(conditions: conditions)).chips.map(\.id).sorted()
    let expected = shipped.chips.filter {
      ($0.rating(tf32Reading: .container32).tpp ?? 0) >= 4800 && ($0.memoryBandwidthGBps?.value ?? 1e9) < 2000
    }
    #expect(ids == expected.map(\.id).sorted())
    #expect(ids.contains("rtx-4090"))
  }

  @Test("a chip that lacks a figure meets no condition and is counted, unless another condition decides")
  func unknown() throws {
    let tables = try SyntheticTables()
    try tables.append("gamma-3,Gamma 3,,Other,DE,npu,,,,,,,,maker,", to: "chips")
    let chips = try tables.load().chips
    func select(_ conditions: String...) throws -> ChipSelection {
      try ChipFilter(conditions: conditions.map { try ChipCondition($0) })
        .apply(to: chips, tf32Reading: .container32)
    }
    let rated = try select("tpp>0")
    #expect(rated.chips.map(\.id) == ["alpha-1"])
    #expect(rated.undecided.count == 3)
    #expect(rated.undecided.byFigure == ["TPP": 3])
    #expect(try select("tpp<1", "tdp>0").undecided.count == 3)
    #expect(try select("tpp<1", "tdp>0").undecided.byFigure == ["TPP": 3, "power": 3])
    let dated = ChipFilter(from: CalendarDate("2022-06-01"), dataCentre: .yes)
      .apply(to: chips, tf32Reading: .container32)
    #expect(dated.chips.map(\.id) == ["core-64"])
    #expect(dated.undecided.byFigure == ["date of release": 2, "use in data centres": 2])
    #expect(
      ChipFilter(dataCentre: .unknown).apply(to: chips, tf32Reading: .container32).chips.count == 2)
  }

  @Test("dates bound the release on both sides, the days themselves included")
  func dates() throws {
    let chips = try SyntheticTables().load().chips
    func ids(_ from: String?, _ to: String?) -> [String] {
      ChipFilter(from: from.flatMap { CalendarDate($0) }, to: to.flatMap { CalendarDate($0) })
        .apply(to: chips, tf32Reading: .container32).chips.map(\.id)
    }
    #expect(ids("2022-03-04", "2022-03-04") == ["alpha-1"])
    #expect(ids("2022-03-05", nil) == ["core-64"])
    #expect(ids(nil, "2022-03-03").isEmpty)
  }

  @Test("what is in or out depending on the source is named, whichever way the reported figure decides")
  func disputed() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "beta-2,fp16,matrix,300,,maker,primary,,", "beta-2,fp16,matrix,200,,press,secondary,,", to: "throughput"
    )
    let chips = try tables.load().chips
    func select(_ condition: String, vendor: String? = nil) throws -> ChipSelection {
      try ChipFilter(vendor: vendor, conditions: [ChipCondition(condition)])
        .apply(to: chips, tf32Reading: .container32)
    }
    #expect(try select("tpp>=4000").disputed == ["beta-2"])
    #expect(try select("tpp<=4000").disputed == ["beta-2"])
    #expect(try select("fp16>250").disputed == ["beta-2"])
    #expect(try select("tpp>=5000").disputed.isEmpty)
    #expect(try select("tpp>=3000").disputed.isEmpty)
    #expect(try select("tpp>=4000", vendor: "nobody").disputed.isEmpty)
  }

  @Test("a limit cuts the list and not the count")
  func limit() {
    let selection = apply(ChipFilter(limit: 5))
    #expect(selection.chips.count == 5)
    #expect(selection.matching == shipped.chips.count)
  }

  @Test(
    "a condition is read in people's ways to write it",
    arguments: [
      ("tpp>=4800", "tpp>=4800"), (" TPP ≥ 4800 ", "tpp>=4800"), ("density≤5.92", "density<=5.92"),
      ("fp16==1e3", "fp16=1000"), ("io<600", "io<600"), ("node=7.0", "node=7"), ("price>-1", "price>-1"),
      ("fp8e4m3>.5", "fp8e4m3>0.5"),
    ])
  func reads(text: String, expected: String) throws {
    #expect(try ChipCondition(text).description == expected)
  }

  @Test(
    "a condition that cannot be read says which part is wrong and what to write",
    arguments: [
      ("", "no comparison"), ("tpp", "no comparison"), (">=4800", "the figure '' is not known"),
      ("tpq>1", "did you mean 'tpp'?"), ("fp8>1", "fp8e4m3"), ("tpp>=10^309", "'10^309' is no finite number"),
      ("tpp>=1e309", "is no finite number"), ("tpp>=nan", "is no finite number"),
      ("tpp>=inf", "is no finite number"), ("tpp>=0x10", "is no finite number"),
      ("tpp>=4,800", "separators of thousands"), ("tpp>=", "'' is no finite number"),
      ("tpp=>4800", "'=>' is no comparison"), ("tpp<>1", "is no comparison"),
      ("tpp>1>2", "is no finite number"),
      ("tpp>\u{1b}[2J", "\\u{1b}"), ("昇腾>1", "is not known"),
    ])
  func badConditions(text: String, message: String) {
    let error = #expect(throws: ChipDBError.self) { try ChipCondition(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    #expect(error?.isUsage == true)
    #expect(error?.isUnknownChip == false)
  }

  @Test("an endless condition is refused with a short message")
  func endless() {
    let error = #expect(throws: ChipDBError.self) {
      try ChipCondition("tpp>=" + String(repeating: "9", count: 1 << 20))
    }
    #expect((error?.description.count ?? 0) < 250)
  }

  @Test(
    "columns are read as a list, and a bad one is named",
    arguments: [("", "the column ''"), ("id,,tpp", "the column ''"), ("id,foo", "'foo'"), ("id,ID", "twice")])
  func badColumns(text: String, message: String) throws {
    let error = #expect(throws: ChipDBError.self) { try ChipColumn.list(text) }
    #expect(error?.description.contains(message) == true)
    #expect(try ChipColumn.list("id, TPP ,fp16") == [.id, .figure(.tpp), .figure(.tops(.fp16))])
  }

  @Test("every key of a column and of a figure reads back as itself")
  func keys() {
    for column in ChipColumn.allCases { #expect(ChipColumn(rawValue: column.rawValue) == column) }
    for figure in ChipFigure.allCases { #expect(ChipFigure(rawValue: figure.rawValue) == figure) }
    #expect(Set(ChipColumn.allCases.map(\.rawValue)).count == ChipColumn.allCases.count)
  }

  @Test("a country is known by its code alone, and the codes are listed")
  func country() throws {
    #expect(try shipped.country("cn") == "CN")
    for code in ["", "China", "ZZ", "c"] {
      let error = #expect(throws: ChipDBError.self) { try shipped.country(code) }
      #expect(error?.description.contains("one of CN") == true)
      #expect(error?.isUsage == true)
    }
  }
}
