// The emoji people and bots write as :shortcodes:. Slack knows some 1,900 and whatever a workspace adds; these are the
// common ones, and a name that is not here stays as it was written. Characters from Unicode, names as Slack spells them.

const table = `
grinning 😀 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣 slightly_smiling_face 🙂
wink 😉 blush 😊 heart_eyes 😍 stuck_out_tongue 😛 thinking_face 🤔 neutral_face 😐 face_with_rolling_eyes 🙄 sleeping 😴
sunglasses 😎 open_mouth 😮 cry 😢 scream 😱 disappointed 😞 rage 😡 exploding_head 🤯 partying_face 🥳 shrug 🤷 facepalm 🤦
robot_face 🤖 ghost 👻 skull 💀 wave 👋 ok_hand 👌 crossed_fingers 🤞 point_left 👈 point_right 👉 point_down 👇 point_up ☝️
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 handshake 🤝 pray 🙏 muscle 💪 eyes 👀 bust_in_silhouette 👤
busts_in_silhouette 👥 heart ❤️ green_heart 💚 blue_heart 💙 100 💯 boom 💥 sparkles ✨ star ⭐ fire 🔥 zap ⚡ sunny ☀️
snowflake ❄️ tada 🎉 gift 🎁 trophy 🏆 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 dart 🎯 crown 👑 gem 💎
coffee ☕ pizza 🍕 seedling 🌱 evergreen_tree 🌲 bug 🐛 rocket 🚀 house 🏠 door 🚪 earth_americas 🌎 compass 🧭 round_pushpin 📍
pushpin 📌 triangular_flag_on_post 🚩 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ no_entry ⛔
no_entry_sign 🚫 warning ⚠️ exclamation ❗ question ❓ information_source ℹ️ octagonal_sign 🛑 construction 🚧 red_circle 🔴
large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣
white_circle ⚪ black_circle ⚫ small_blue_diamond 🔹 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️
arrows_counterclockwise 🔄 arrow_forward ▶️ heavy_plus_sign ➕ heavy_minus_sign ➖ new 🆕 one 1️⃣ two 2️⃣ three 3️⃣
four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ bulb 💡 mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 bell 🔔
mega 📣 speech_balloon 💬 email 📧 envelope ✉️ package 📦 phone ☎️ computer 💻 link 🔗 paperclip 📎 memo 📝 pencil 📝
pencil2 ✏️ clipboard 📋 page_facing_up 📄 bookmark 🔖 books 📚 file_folder 📁 newspaper 📰 calendar 📆 alarm_clock ⏰
hourglass_flowing_sand ⏳ zzz 💤 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 moneybag 💰 dollar 💵
label 🏷️ wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ shield 🛡️ wastebasket 🗑️`;

const characters = new Map(table.trim().split(/\s+/).flatMap((word, i, words) => (i % 2 ? [] : [[word, words[i + 1]]])));

// emojiFor gives the character of a shortcode without its colons ("+1", "wave::skin-tone-3"), or "" for an unknown one.
export function emojiFor(name) {
  const [base, tone] = name.split("::skin-tone-");
  const character = characters.get(base) ?? "";
  const skin = character && /^[2-6]$/.test(tone ?? "") ? String.fromCodePoint(0x1f3f9 + Number(tone)) : "";
  return character + skin;
}

// shortcode finds one at the position it is set to; the lead and tail keep 10:30:45 from being read as one.
export const shortcode = /:([a-z0-9_+'-]{1,60}(?:::skin-tone-[2-6])?):/y;
