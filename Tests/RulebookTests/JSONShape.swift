import Foundation

/// Holds a JSON value against the part of JSON Schema that the schemas of `rulebook/` use.
struct JSONShape {
  let schema: [String: Any]

  init(file: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
    schema = object as? [String: Any] ?? [:]
  }

  /// Each place that does not fit, with the reason; a keyword that is not known here is one too.
  func problems(_ value: Any) -> [String] { problems(value, schema, "$") }

  private static let remarks: Set = ["$schema", "$defs", "title", "description"]

  private func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    var found: [String] = []
    let object = value as? [String: Any]
    let list = value as? [Any]
    for (keyword, rule) in schema where !Self.remarks.contains(keyword) {
      switch (keyword, rule) {
      case ("$ref", let name as String):
        let definitions = self.schema["$defs"] as? [String: Any]
        let target = definitions?[String(name.dropFirst("#/$defs/".count))] as? [String: Any]
        found += target.map { problems(value, $0, place) } ?? ["\(place): no definition \(name)"]
      case ("type", let name as String):
        if !Self.fits(value, name) { found.append("\(place): is no \(name)") }
      case ("enum", let choices as [String]):
        if !choices.contains(value as? String ?? "") { found.append("\(place): none of \(choices)") }
      case ("const", let number as NSNumber):
        if value as? NSNumber != number { found.append("\(place): is not \(number)") }
      case ("required", let keys as [String]):
        found += keys.filter { object?[$0] == nil }.map { "\(place): \($0) is missing" }
      case ("properties", let properties as [String: [String: Any]]):
        for (key, shape) in properties {
          if let part = object?[key] { found += problems(part, shape, "\(place).\(key)") }
        }
      case ("additionalProperties", let allowed as Bool):
        let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
        if !allowed {
          found += Set((object ?? [:]).keys).subtracting(known).map { "\(place): \($0) is unknown" }
        }
      case ("items", let shape as [String: Any]):
        for (index, part) in (list ?? []).enumerated() {
          found += problems(part, shape, "\(place)[\(index)]")
        }
      case ("minItems", let count as Int):
        if (list?.count ?? count) < count { found.append("\(place): too few") }
      case ("maxItems", let count as Int):
        if (list?.count ?? count) > count { found.append("\(place): too many") }
      case ("minLength", let count as Int):
        if ((value as? String)?.count ?? count) < count { found.append("\(place): too short") }
      case ("oneOf", let shapes as [[String: Any]]):
        if shapes.count(where: { problems(value, $0, place).isEmpty }) != 1 {
          found.append("\(place): not exactly one of the shapes")
        }
      default: found.append("\(place): the keyword \(keyword) is not checked")
      }
    }
    return found
  }

  private static func fits(_ value: Any, _ type: String) -> Bool {
    let isFlag = (value as? NSNumber).map { isBoolean($0) } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isFlag
    case "number": return value is NSNumber && !isFlag
    case "integer":
      return !isFlag && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: return false
    }
  }

  private static func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}
