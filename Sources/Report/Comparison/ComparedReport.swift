import Foundation

/// What a comparison reads of a report that `assay rate` or `assay measure` wrote.
struct ComparedReport: Decodable {
  let schemaVersion: String
  let generated: String?
  let measurements: [ComparedRow]
  let run: Run
  let host: Host?

  struct Run: Decodable {
    let tier: String
    let methodVersion: String?
    let threads: Int
    let operands: [String]?
    let memory: Memory?
  }

  struct Memory: Decodable {
    let rows: [Row]

    struct Row: Decodable {
      let threads: Int
      let triad: Rate?
      let read: Rate?
    }

    struct Rate: Decodable {
      let bestGBps: Double
    }
  }

  /// A host as `rate` writes it, with the device inside, or as `measure` does.
  struct Host: Decodable {
    let device: Device?
    let cpu: Processor?

    struct Device: Decodable {
      let cpu: Processor?
    }

    struct Processor: Decodable {
      let vendor: String
      let family: Int?
      let model: Int
      let brand: String?
    }

    var processor: Processor? { device?.cpu ?? cpu }
  }

  /// Larger files than this are none that Assay wrote, in bytes.
  private static let largest = 512 << 20

  /// Reads a report.
  /// - Throws: `ComparisonError` with the file, the place and a remedy.
  init(file: String) throws(ComparisonError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory), !isDirectory.boolValue
    else {
      throw ComparisonError(
        "\(file): \(isDirectory.boolValue ? "a directory" : "no such file"); \(Self.remedy)")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
    guard size <= Self.largest else {
      throw ComparisonError(
        "\(file): \(NumberFormat.bytes(size)) is more than a report of Assay has; \(Self.remedy)")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ComparisonError("\(file): cannot be read; make it readable")
    }
    do {
      self = try JSONDecoder().decode(ComparedReport.self, from: data)
    } catch let error as DecodingError {
      throw ComparisonError("\(file): \(Self.place(error)); \(Self.remedy)")
    } catch {
      throw ComparisonError("\(file): not JSON; \(Self.remedy)")
    }
    guard schemaVersion.split(separator: ".").first == RatingReport.schemaVersion.split(separator: ".").first
    else {
      throw ComparisonError(
        "\(file): schemaVersion \(schemaVersion) is not one that this version compares (\(RatingReport.schemaVersion)); "
          + "measure again with this version")
    }
  }

  private static let remedy = "give a file that `assay rate --json` or `assay measure --json` wrote"

  private static func place(_ error: DecodingError) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.isEmpty
        ? "the top" : keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "no report of Assay: nothing called '\(key.stringValue)' at \(path(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "no report of Assay: something else than expected at \(path(context.codingPath))"
    case .dataCorrupted(let context):
      let cause = (context.underlyingError as? NSError)?.userInfo[NSDebugDescriptionErrorKey] as? String
      return "not JSON: \(cause ?? context.debugDescription)"
    @unknown default:
      return "not a report of Assay"
    }
  }
}

/// What a comparison reads of a row.
struct ComparedRow: Decodable {
  let precision: String
  let status: String
  let reason: String?
  let threads: Int?
  let operands: String?
  let provider: String?
  let shape: GEMMSides?
  let visits: [Visit]
  let ceiling: Ceiling?

  struct Ceiling: Decodable {
    let tops: Double
  }

  struct GEMMSides: Decodable, Hashable {
    let m: Int
    let n: Int
    let k: Int
  }

  struct Visit: Decodable {
    let bestTops: Double?
    let excluded: String?
  }

  /// Whether the row has a rate that was checked.
  var isMeasured: Bool { ["verified", "emulated", "mistrusted"].contains(status) }

  var visitBests: [Double] { visits.filter { $0.excluded == nil }.compactMap(\.bestTops) }

  var interval: CapabilityInterval? {
    isMeasured ? CapabilityInterval(visitBests: visitBests, ceiling: ceiling?.tops) : nil
  }
}

/// A report that cannot be compared: file, place and remedy.
public struct ComparisonError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
