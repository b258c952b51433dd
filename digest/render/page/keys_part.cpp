#include "digest/render/page/keys_part.h"

#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {

Node keys_part(const Site& site) {
  return make(Tag::p, make(Tag::button, said(site.language, "键盘操作 ?", "Keys ?"))
                          .with(Attr::id, "keys")
                          .with(Attr::type, "button")
                          .with(Attr::data_src, site.base_path + std::string(asset_path("keys.js")))
                          .with(Attr::hidden));
}

}  // namespace gailou::render
