import Foundation

/// A JSON report on disk, to be read again.
struct ReportFile {
  private let path: String
  private let data: Data

  /// Larger files than this are none that Assay wrote, in bytes.
  private static let largest = 64 << 20
  private static let remedy = "give a file that `assay rate --json` or `assay measure --json` wrote"

  /// Reads the bytes.
  /// - Throws: `ReportFileError` with the file and a remedy.
  init(path: String) throws(ReportFileError) {
    self.path = path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue
    else {
      throw ReportFileError(
        "\(path): \(isDirectory.boolValue ? "a directory" : "no such file"); \(Self.remedy)")
    }
    // A FIFO that nobody writes to is at its end at once, and is not waited for.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReportFileError("\(path): cannot be read; make it readable") }
    defer { close(descriptor) }
    data = try Self.contents(of: descriptor, path)
  }

  /// What a file holds, or a pipe: of what does not end no more than a report can have.
  private static func contents(of descriptor: Int32, _ path: String) throws(ReportFileError) -> Data {
    var data = Data()
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return data }
      if count < 0 && errno == EAGAIN {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, -1)
      } else if count < 0 && errno != EINTR {
        throw ReportFileError("\(path): \(String(cString: strerror(errno))); \(remedy)")
      }
      data += piece.prefix(max(0, count))
      guard data.count <= largest else {
        throw ReportFileError(
          "\(path): more than the \(NumberFormat.bytes(largest)) that a report of Assay can have; \(remedy)")
      }
    }
  }

  /// Reads what a reader needs of the report.
  /// - Throws: `ReportFileError` with the file, the place and a remedy; also for a report of another major version.
  func decoded<Content: Decodable>(as _: Content.Type) throws(ReportFileError) -> Content {
    do {
      let version = try JSONDecoder().decode(Version.self, from: data).schemaVersion
      let known = RatingReport.schemaVersion
      guard version.split(separator: ".").first == known.split(separator: ".").first else {
        throw ReportFileError(
          "\(path): schemaVersion \(version) is not one that this version reads (\(known)); "
            + "measure again with this version")
      }
      return try JSONDecoder().decode(Content.self, from: data)
    } catch let error as DecodingError {
      throw ReportFileError("\(path): \(Self.place(error)); \(Self.remedy)")
    } catch let error as ReportFileError {
      throw error
    } catch {
      throw ReportFileError("\(path): not JSON; \(Self.remedy)")
    }
  }

  private struct Version: Decodable {
    let schemaVersion: String
  }

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
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "no report of Assay: \(context.debugDescription) at \(path(context.codingPath))"
    case .dataCorrupted(let context):
      let cause = (context.underlyingError as? NSError)?.userInfo[NSDebugDescriptionErrorKey] as? String
      return "not JSON: \(cause ?? context.debugDescription)"
    @unknown default:
      return "not a report of Assay"
    }
  }
}

/// A report that cannot be read again: file, place and remedy.
public struct ReportFileError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
