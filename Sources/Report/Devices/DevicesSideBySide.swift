import Measurement

/// Several devices of one run side by side: who is slowest, the sum, the packages, the links.
struct DevicesSideBySide {
  let spreads: [DeviceSpreadRecord]
  let packages: [DevicePackageRecord]
  let links: [DeviceLinkRecord]

  var sections: [Document.Section] {
    var sections: [Document.Section] = []
    if !spreads.isEmpty {
      sections.append(
        .init(
          "Devices side by side",
          [distribution, .notes(missing + ["A job that waits for all devices goes by the slowest."])]))
      sections.append(.init("All devices together", [sums]))
    }
    sections += packages.map(section)
    if !links.isEmpty { sections.append(.init("Links between devices", [linkTable])) }
    return sections
  }

  private var unit: RateUnit { RateUnit(for: spreads.map(\.fastest.tops).max()) }

  private var distribution: Document.Block {
    .table(
      .init(
        [
          .text("kind of product"), .number("devices"), .text("slowest"), .number(unit.label),
          .number("median"), .number("fastest"), .text("which"), .number("spread"),
        ],
        rows: spreads.map { spread in
          [
            spread.kind.label, "\(spread.rates.count)", spread.slowest.device,
            unit.format(spread.slowest.tops), unit.format(spread.medianTops),
            unit.format(spread.fastest.tops), spread.fastest.device, NumberFormat.percent(spread.spread),
          ]
        }))
  }

  private var missing: [String] {
    spreads.filter { !$0.without.isEmpty }.map {
      "\($0.kind.label): no verified rate of \($0.without.joined(separator: ", "))"
    }
  }

  private var sums: Document.Block {
    let unit = RateUnit(for: spreads.map(\.totalTops).max())
    return .table(
      .init(
        [.text("kind of product"), .number("devices"), .number("sum in \(unit.label)")],
        rows: spreads.map { [$0.kind.label, "\($0.rates.count)", unit.format($0.totalTops)] }))
  }

  private func section(_ package: DevicePackageRecord) -> Document.Section {
    let unit = RateUnit(for: package.spreads.map(\.totalTops).max())
    return .init(
      "Package \(package.package)",
      [
        .table(
          .init(
            [.text("kind of product")] + package.devices.map { .number("\($0), \(unit.label)") }
              + [.number("package")],
            rows: package.spreads.map { spread in
              [spread.kind.label]
                + package.devices.map { id in
                  unit.format(spread.rates.first { $0.device == id }?.tops)
                } + [unit.format(spread.totalTops)]
            })),
        .notes(["The dies of a package ran at the same time; makers and the law count the package."]),
      ])
  }

  private var linkTable: Document.Block {
    .table(
      .init(
        [.text("from"), .text("to"), .number("GB/s, one way"), .text("")],
        rows: links.map { link in
          [link.from, link.to, link.bandwidthGBps.map { NumberFormat.number($0) } ?? "-", link.reason ?? ""]
        }))
  }
}
