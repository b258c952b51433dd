// A saved topic whose posts want to be more than text: node hostile.mjs > FILE, for `gailou import`.
const attack = `</title></h1><script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)' ]]> <!-- [x](javascript:alert(4))`;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const heap = "Z" + "\u0336\u0315\u0489\u034f".repeat(60);
const texts = [
  "<p>Chase 开户奖励 $900，2099年5月30日前有效，需存 $15000 满 90 天。</p>",
  `<p>${escaped(attack)}</p>`,
  `<p><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg><a href="javascript:alert(4)">点我领 $500</a></p>`,
  `<p>${"字".repeat(100_000)}</p>`,
  `<p>${"W".repeat(100_000)}</p>`,
  "<p>\u202e\u2066反转文字 $200 abc\u202e def \u2067 ghi</p><p>普通的下一段</p>",
  "<p>零\u200b宽\u200b空\u200c格\u200d\ufeff里的\u2060 $300 奖励</p>",
  `<p>${"👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍💻".repeat(500)}</p>`,
  `<p>${heap.repeat(40)}</p>`,
  "<p>مرحبا بكم في العرض $250 حتى نهاية الشهر، ננסה לראות</p>",
  `<p>https://evil.example/${"a".repeat(8000)}</p>`,
  `${"<blockquote>".repeat(60)}<p>深引用</p>${"</blockquote>".repeat(60)}`,
  `<pre><code>${"x = 1; ".repeat(2000)}</code></pre>`,
  `<table><tr>${"<td>列</td>".repeat(200)}</tr></table>`,
  "<p>\u0007\u0008\u001b[31m红色\u001b[0m 终端控制 \ufdd0 \uffff</p>",
  `<aside class="quote" data-username="&lt;b&gt;evil" data-post="2" data-topic="7"><blockquote><p>引 ${"长".repeat(3000)}</p></blockquote></aside><p>回复：可以领 $100</p>`,
];
const authors = ["普通用户", "<b>evil</b>", 'user"onclick=x', "\u202eevil", "𝔘𝔫𝔦", "مستخدم", "A".repeat(60)];
const posts = texts.map((cooked, i) => {
  const at = `2026-05-06T${String(i).padStart(2, "0")}:00:00.000Z`;
  return { id: 5001 + i, post_number: i + 1, topic_id: 7, username: authors[i % authors.length], cooked, created_at: at, updated_at: at, version: 1 };
});
console.log(JSON.stringify({
  id: 7,
  title: `<script>alert("标题")</script>\u202e超长标题${"很长很长的标题".repeat(20)} 👨‍👩‍👧‍👦`,
  slug: "topic",
  posts_count: posts.length,
  highest_post_number: posts.length,
  created_at: posts[0].created_at,
  last_posted_at: posts.at(-1).created_at,
  post_stream: { stream: posts.map(({ id }) => id), posts },
}));
