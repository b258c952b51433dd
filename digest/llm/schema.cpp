// The JSON Schema of gailou.ops/1 as strict modes want it: every property required, no others, and no keyword beyond
// what endpoints know.
#include "digest/llm/prompt.h"

namespace gailou::llm {

std::string_view answer_schema() {
  static constexpr std::string_view kSchema =
      R"({"type":"object","required":["schema","canary","ops"],"additionalProperties":false,"properties":{)"
      R"("schema":{"type":"string","const":"gailou.ops/1"},"canary":{"type":"string"},)"
      R"("ops":{"type":"array","items":{"anyOf":[)"
      R"({"type":"object","required":["op","section","text","floors","evidence","links"],"additionalProperties":false,)"
      R"("properties":{"op":{"type":"string","const":"append"},)"
      R"("section":{"type":"string","enum":["key","deals","latest","disputes","actions"]},)"
      R"("text":{"type":"string"},"floors":{"type":"array","items":{"type":"integer"}},)"
      R"("evidence":{"$ref":"#/$defs/evidence"},)"
      R"("links":{"type":"array","items":{"type":"object","required":["rel","entry"],"additionalProperties":false,)"
      R"("properties":{"rel":{"type":"string","enum":["contradicts","updates","repeats","answers"]},)"
      R"("entry":{"type":"string"}}}}}},)"
      R"({"type":"object","required":["op","floor","reason"],"additionalProperties":false,)"
      R"("properties":{"op":{"type":"string","const":"nothing_new"},"floor":{"type":"integer"},)"
      R"("reason":{"type":"string","enum":["short","thanks","meme","question","image","link","duplicate","offtopic",)"
      R"("other"]}}},)"
      R"({"type":"object","required":["op","entry","text","floors","evidence"],"additionalProperties":false,)"
      R"("properties":{"op":{"type":"string","const":"update"},"entry":{"type":"string"},"text":{"type":"string"},)"
      R"("floors":{"type":"array","items":{"type":"integer"}},"evidence":{"$ref":"#/$defs/evidence"}}},)"
      R"({"type":"object","required":["op","text","cites"],"additionalProperties":false,)"
      R"("properties":{"op":{"type":"string","const":"summary"},"text":{"type":"string"},)"
      R"("cites":{"type":"array","items":{"type":"integer"}}}}]}}},)"
      R"("$defs":{"evidence":{"type":"array","items":{"type":"object","required":["floor","quote"],)"
      R"("additionalProperties":false,"properties":{"floor":{"type":"integer"},"quote":{"type":"string"}}}}}})";
  return kSchema;
}

}  // namespace gailou::llm
