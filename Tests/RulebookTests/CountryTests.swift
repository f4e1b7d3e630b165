import Foundation
import Rating
import Testing

@testable import Rulebook

@Suite struct CountryTests {
  private func groups(_ country: String, on date: CalendarDate) throws -> [String] {
    let table = try Shipped.rulebook().countries
    return table.groups(of: try table.country(country).code, on: date)
  }

  @Test("every country of ISO 3166 is there, by code and by name")
  func complete() throws {
    let table = try Shipped.rulebook().countries
    #expect(table.countries.count == 249)
    for country in table.countries {
      #expect(try table.country(country.code.description.lowercased()) == country)
      for name in [country.name] + country.otherNames { #expect(try table.country(name) == country) }
    }
  }

  @Test(
    "a group has its members of the day",
    arguments: [
      ("AE", "2026-07-09", ["D:4"]), ("AE", "2026-07-10", ["A:5"]), ("NI", "2024-03-14", []),
      ("NI", "2024-03-15", ["D:1", "D:5"]), ("KH", "2025-11-06", ["D:1", "D:5"]),
      ("KH", "2025-11-07", ["D:1"]), ("CY", "2024-05-29", ["A:6", "D:5"]), ("CY", "2024-05-30", ["A:6"]),
      ("CN", "2022-10-07", ["D:1", "D:4", "D:5"]), ("MO", "2026-07-23", ["D:1", "D:4"]),
      ("TW", "2025-01-12", ["A:6"]), ("TW", "2025-01-13", ["A:6", "AIA"]),
      ("IL", "2026-07-23", ["A:6", "D:4"]),
    ] as [(String, CalendarDate, [String])])
  func dated(country: String, date: CalendarDate, expected: [String]) throws {
    #expect(try groups(country, on: date) == expected)
  }

  @Test("Hong Kong counts as China, Puerto Rico as the United States")
  func territories() throws {
    #expect(try groups("Hong Kong", on: "2025-05-01") == groups("CN", on: "2025-05-01"))
    #expect(try Shipped.rulebook().countries.country("PR").countsAs.description == "US")
  }

  @Test("D:5 has the 22 members that the eCFR of 23 July 2026 names, AI Authorization 19 countries")
  func sizes() throws {
    let table = try Shipped.rulebook().countries
    #expect(table.group("D:5")?.members(on: "2026-07-23").count == 22)
    #expect(table.group("D:1")?.members(on: "2026-07-23").count == 24)
    #expect(table.group("AIA")?.members(on: "2025-01-12").isEmpty == true)
    #expect(table.group("AIA")?.members(on: "2025-01-13").count == 19)
    #expect(table.group("D:5")?.confidence(on: "2026-07-22") == .secondary)
    #expect(table.group("D:5")?.confidence(on: "2026-07-23") == .verified)
  }

  @Test(
    "an unknown country is named with its nearest",
    arguments: [
      ("XX", "AX"), ("Chnia", "CN (China)"), ("Untied Kingdom", "GB (United Kingdom)"), ("", "give a code"),
    ])
  func unknown(text: String, part: String) throws {
    let table = try Shipped.rulebook().countries
    #expect {
      try table.country(text)
    } throws: {
      "\($0)".contains("unknown country '\(text)'") && "\($0)".contains(part)
    }
  }

  @Test(
    "a fault in the groups is named with its place",
    arguments: [
      ("members: [CU]", "members: [CU, CU]", "is listed twice"),
      ("members: [CU]", "members: [XQ]", "'XQ' is not in countries.yaml"),
      ("members: [CU]", "members: [cu]", "'cu' is no country code"),
      ("left: 2025-11-07", "left: 2026-11-07", "by this change KH is a member on 2026-07-23"),
      ("left: 2025-11-07", "left: 2021-11-07", "KH leaves before it joins"),
      ("        left: 2024-05-30\n", "", "the change of CY has no day"),
      ("counts-as: CN", "counts-as: XQ", "'XQ' is not in countries.yaml"),
      ("id: E:2", "id: E:1", "the group 'E:1' is already at"),
      ("read-on: 2025-01-13", "read-on: 13", "not a date"),
    ])
  func faults(original: String, broken: String, message: String) throws {
    let folder = NSTemporaryDirectory() + "countries-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shipped = Shipped.directory + "/countries"
    try FileManager.default.copyItem(
      atPath: shipped + "/countries.yaml", toPath: folder + "/countries.yaml")
    let text = try String(contentsOfFile: shipped + "/groups.yaml", encoding: .utf8)
    #expect(text.contains(original))
    try text.replacing(original, with: broken)
      .write(toFile: folder + "/groups.yaml", atomically: true, encoding: .utf8)
    #expect {
      try CountryReader(directory: folder).table()
    } throws: {
      "\($0)".contains(message) && "\($0)".contains("\(folder)/groups.yaml:")
    }
  }
}
