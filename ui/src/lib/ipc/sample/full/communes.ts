// The 114 communes of the city, as the catalogue names them: code and name.
import type { Area } from '../../bindings';

const west = `
  10507 Phường Thành Đông, 10525 Phường Hải Dương, 10532 Phường Lê Thanh Nghị, 10537 Phường Tân
  Hưng, 10543 Phường Việt Hòa, 10546 Phường Chí Linh, 10549 Phường Chu Văn An, 10552 Phường Nguyễn
  Trãi, 10570 Phường Trần Hưng Đạo, 10573 Phường Trần Nhân Tông, 10603 Phường Lê Đại Hành, 10606
  Xã Nam Sách, 10615 Xã Hợp Tiến, 10633 Xã Trần Phú, 10642 Xã Thái Tân, 10645 Xã An Phú, 10660
  Phường Ái Quốc, 10675 Phường Kinh Môn, 10678 Phường Bắc An Phụ, 10705 Xã Nam An Phụ, 10714
  Phường Nhị Chiểu, 10726 Phường Phạm Sư Mạnh, 10729 Phường Trần Liễu, 10744 Phường Nguyễn Đại
  Năng, 10750 Xã Phú Thái, 10756 Xã Lai Khê, 10792 Xã An Thành, 10804 Xã Kim Thành, 10813 Xã Thanh
  Hà, 10816 Xã Hà Bắc, 10837 Phường Nam Đồng, 10843 Xã Hà Nam, 10846 Xã Hà Tây, 10882 Xã Hà Đông,
  10888 Xã Cẩm Giang, 10891 Phường Tứ Minh, 10903 Xã Cẩm Giàng, 10909 Xã Tuệ Tĩnh, 10930 Xã Mao
  Điền, 10945 Xã Kẻ Sặt, 10966 Xã Bình Giang, 10972 Xã Đường An, 10993 Xã Thượng Hồng, 10999 Xã
  Gia Lộc, 11002 Phường Thạch Khôi, 11020 Xã Yết Kiêu, 11050 Xã Gia Phúc, 11065 Xã Trường Tân,
  11074 Xã Tứ Kỳ, 11086 Xã Đại Sơn, 11113 Xã Tân Kỳ, 11131 Xã Chí Minh, 11140 Xã Lạc Phượng, 11146
  Xã Nguyên Giáp, 11164 Xã Vĩnh Lại, 11167 Xã Tân An, 11203 Xã Ninh Giang, 11218 Xã Hồng Châu,
  11224 Xã Khúc Thừa Dụ, 11239 Xã Thanh Miện, 11242 Xã Nguyễn Lương Bằng, 11254 Xã Bắc Thanh Miện,
  11257 Xã Hải Hưng, 11284 Xã Nam Thanh Miện`;
const east = `
  11311 Phường Hồng Bàng, 11329 Phường Ngô Quyền, 11359 Phường Gia Viên, 11383 Phường Lê Chân,
  11407 Phường An Biên, 11411 Phường Đông Hải, 11413 Phường Hải An, 11443 Phường Kiến An, 11446
  Phường Phù Liễn, 11455 Phường Đồ Sơn, 11473 Phường Bạch Đằng, 11488 Phường Lưu Kiếm, 11503 Xã
  Việt Khê, 11506 Phường Lê Ích Mộc, 11533 Phường Hòa Bình, 11542 Phường Nam Triệu, 11557 Phường
  Thiên Hương, 11560 Phường Thủy Nguyên, 11581 Phường An Dương, 11593 Phường An Phong, 11602
  Phường Hồng An, 11617 Phường An Hải, 11629 Xã An Lão, 11635 Xã An Trường, 11647 Xã An Quang,
  11668 Xã An Khánh, 11674 Xã An Hưng, 11680 Xã Kiến Thụy, 11689 Phường Hưng Đạo, 11692 Phường
  Dương Kinh, 11713 Xã Nghi Dương, 11725 Xã Kiến Minh, 11728 Xã Kiến Hưng, 11737 Phường Nam Đồ
  Sơn, 11749 Xã Kiến Hải, 11755 Xã Tiên Lãng, 11761 Xã Quyết Thắng, 11779 Xã Tân Minh, 11791 Xã
  Tiên Minh, 11806 Xã Chấn Hưng, 11809 Xã Hùng Thắng, 11824 Xã Vĩnh Bảo, 11836 Xã Vĩnh Thịnh,
  11842 Xã Vĩnh Thuận, 11848 Xã Vĩnh Hòa, 11875 Xã Vĩnh Hải, 11887 Xã Vĩnh Am, 11911 Xã Nguyễn
  Bỉnh Khiêm, 11914 Đặc khu Cát Hải, 11948 Đặc khu Bạch Long Vĩ`;

export type Commune = { code: string; name: string; short: string; area: Area };

const read = (area: Area, text: string): Commune[] =>
  text.split(',').map((entry) => {
    const [code = '', ...words] = entry.trim().split(/\s+/);
    const name = words.join(' ');
    return { code, name, short: name.replace(/^(Phường|Xã|Đặc khu) /, ''), area };
  });

export const communes = [...read('west', west), ...read('east', east)];
