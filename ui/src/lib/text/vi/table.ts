// Words of every list: searching, narrowing, choosing, what is shown of it.

export const table = {
  table: {
    search: 'Tìm, không cần dấu',
    count: (shown: number, all: number) =>
      shown === all ? `${all} dòng` : `${shown} trong ${all}`,
    filter: 'Lọc',
    without: (column: string, value: string) => `Bỏ lọc ${column}: ${value}`,
    none: '(để trống)',
    columns: 'Cột',
    pick: 'Chọn',
    pickAll: 'Chọn tất cả dòng đang hiện',
    picked: (n: number) => `${n} đã chọn`,
    elsewhere: (n: number) => `${n} dòng đang không hiện`,
    unpick: 'Bỏ chọn',
    acts: 'Thao tác',
    nothingYet: 'Chưa có gì ở đây.',
    nothing: 'Không có dòng nào khớp.',
    everything: 'Bỏ tìm và lọc',
    export: 'Xuất .xlsx',
    exportElsewhere: 'Xuất .xlsx vào nơi khác',
    exportSaved: (file: string, folder: string) => `Đã lưu ${file} trong thư mục ${folder}.`,
    exportLook: 'Mở',
    exported: (rows: number, columns: number) =>
      `${rows} dòng và ${columns} cột đang hiện, theo thứ tự đang xếp.`,
    exportTo: 'Lưu vào tệp',
    exportChoose: 'Chọn nơi lưu…',
    exportSave: 'Lưu tệp Excel',
    exportLies: 'Đã lưu tại',
    exportOpen: 'Mở tệp',
  },
} as const;
