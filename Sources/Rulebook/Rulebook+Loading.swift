import Foundation
import Rating

extension Rulebook {
  /// The largest rule file that is read, in bytes.
  static let largestFile = 1 << 20

  /// Loads every `*.yaml` of a directory, in the order of their names.
  /// - Throws: `RulebookError`: one for each broken file, and for names that two files or no file define.
  public static func load(directory: String) throws(RulebookError) -> Rulebook {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw .unreadable(path: directory, reason: "no such directory: give the one that holds the rulebook")
    }
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
    if files.isEmpty {
      throw .unreadable(path: directory, reason: "no *.yaml there: give the rulebook's directory")
    }
    var instruments: [Instrument] = []
    var errors: [RulebookError] = []
    for file in files {
      do throws(RulebookError) {
        let instrument = try read(directory + "/" + file, name: file)
        if instruments.contains(where: { $0.id == instrument.id }) {
          throw RulebookError.invalid(
            file: file, line: 1, column: 1,
            message: "the id '\(instrument.id)' is another file's: choose a new one")
        }
        instruments.append(instrument)
      } catch {
        errors.append(error)
      }
    }
    let rulebook = Rulebook(instruments: instruments)
    if errors.isEmpty { errors = zip(files, instruments).flatMap { rulebook.danglingReferences($0, $1) } }
    if errors.count > 1 { throw .several(errors) }
    if let error = errors.first { throw error }
    return rulebook
  }

  private static func read(_ path: String, name: String) throws(RulebookError) -> Instrument {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path, reason: "cannot be read: check its permissions")
    }
    guard data.count <= largestFile else {
      throw .unreadable(path: path, reason: "larger than \(largestFile >> 20) MiB: no rule is that long")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable(path: path, reason: "not UTF-8 text: save the file as UTF-8")
    }
    return try InstrumentReader(RuleNode(yaml: text, file: name)).instrument()
  }

  /// Paragraphs that refer to one that does not exist, or to themselves by a detour.
  private func danglingReferences(_ file: String, _ instrument: Instrument) -> [RulebookError] {
    instrument.paragraphs.flatMap { paragraph in
      paragraph.condition.references.compactMap { name in
        let problem: String? =
          if paragraphs(named: name, from: instrument).isEmpty {
            "refers to the paragraph '\(name)', which no file has"
          } else if reaches("\(instrument.id)/\(paragraph.id)", from: name, of: instrument, depth: 0) {
            "refers to itself through '\(name)'"
          } else {
            nil
          }
        return problem.map {
          .invalid(
            file: file, line: 1, column: 1, message: "the paragraph '\(paragraph.id)' \($0): correct it")
        }
      }
    }
  }

  private func reaches(_ target: String, from name: String, of instrument: Instrument, depth: Int) -> Bool {
    if depth > instruments.flatMap(\.paragraphs).count { return true }
    return paragraphs(named: name, from: instrument).contains { owner, paragraph in
      "\(owner.id)/\(paragraph.id)" == target
        || paragraph.condition.references.contains { reaches(target, from: $0, of: owner, depth: depth + 1) }
    }
  }
}
